import * as z from 'zod'
import { lenientPiAmountSchema } from './amount-schemas.ts'
import { txidSchema } from './identifier-schemas.ts'
import { newMetadataSchema, paymentSchema } from './payment-schema.ts'

/** Fields of a payment that someone asks for, beside the amount; unknown ones are ignored, as Pi does. */
export const paymentRequestFields = {
  memo: z.string('must be a string').describe('Text shown to the user.'),
  metadata: newMetadataSchema,
}

/** Any text: one that is not a uid is a user whom no one knows, as it is at Pi. */
const recipientSchema = z.string('must be a string').meta({
  description: 'App-specific id of the user who is paid: the `uid` that `/me` returns.',
  examples: ['a1111111-aaaa-4bbb-8222-ccccccc3333d'],
})

export const createPaymentRequestSchema = z
  .object({
    payment: z.object(
      { amount: lenientPiAmountSchema, ...paymentRequestFields, uid: recipientSchema },
      'must be an object: the payment is wrapped in "payment"',
    ),
  })
  .meta({ id: 'CreatePaymentRequest' })
export type CreatePaymentRequest = z.infer<typeof createPaymentRequestSchema>

export const completePaymentRequestSchema = z
  .object({ txid: txidSchema })
  .meta({ id: 'CompletePaymentRequest' })

export const incompleteServerPaymentsSchema = z
  .looseObject({ incomplete_server_payments: z.array(paymentSchema) })
  .meta({ id: 'IncompleteServerPayments' })
