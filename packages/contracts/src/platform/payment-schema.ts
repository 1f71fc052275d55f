import * as z from 'zod'
import { networkSchema, paymentIdSchema, txidSchema } from './identifier-schemas.ts'

/** What the developer attached to the payment; echoed back as it came, never on the chain. */
export const metadataSchema = z.record(z.string(), z.unknown(), 'must be an object').meta({
  id: 'PaymentMetadata',
  description: 'JSON object of the developer. Required and not empty when a payment is created.',
  examples: [{ orderId: '12345' }],
})

/** As `metadataSchema`, for a payment to be created: not empty. */
export const newMetadataSchema = metadataSchema
  .refine((metadata) => Object.keys(metadata).length > 0, 'must not be empty')
  .meta({
    id: 'NewPaymentMetadata',
    description: 'JSON object of the developer: not empty; returned unchanged.',
    minProperties: 1,
    examples: [{ orderId: '12345' }],
  })

export const paymentStatusSchema = z
  .looseObject({
    developer_approved: z.boolean().describe('The server approved the payment.'),
    transaction_verified: z.boolean().describe('Pi verified the blockchain transaction.'),
    developer_completed: z.boolean().describe('The server completed the payment.'),
    cancelled: z.boolean().describe('Cancelled by the developer or by Pi.'),
    user_cancelled: z.boolean().describe('Cancelled by the user.'),
    canceled: z.boolean().optional().meta({
      deprecated: true,
      description: "The community guide's spelling of `cancelled`; the wire does not send it.",
    }),
    Pioneer_cancelled: z.boolean().optional().meta({
      deprecated: true,
      description: "The community guide's spelling of `user_cancelled`; the wire does not send it.",
    }),
  })
  .meta({ id: 'PaymentStatus' })

const paymentTransactionSchema = z
  .looseObject({
    txid: txidSchema,
    verified: z.boolean().describe('The transaction matches the payment.'),
    _link: z.string().describe('URL of the transaction at the blockchain API (Horizon).'),
  })
  .meta({ id: 'PaymentTransaction' })

/** PaymentDTO as the wire sends it today: what current samples share is required, unknown fields pass through. */
export const paymentSchema = z
  .looseObject({
    identifier: paymentIdSchema,
    user_uid: z.string().describe('App-specific id of the user.'),
    Pioneer_uid: z.string().optional().meta({
      deprecated: true,
      description: "The community guide's spelling of `user_uid`; the wire does not send it.",
    }),
    amount: z.number().describe('Amount in Pi, at most 7 decimals.'),
    memo: z.string().describe('Text shown to the user; not the memo on the chain.'),
    metadata: metadataSchema.optional(),
    from_address: z
      .string()
      .describe('Wallet that pays; an empty string until the user has paid a user-to-app payment.'),
    to_address: z.string().describe('Wallet that is paid.'),
    direction: z.enum(['user_to_app', 'app_to_user']),
    status: paymentStatusSchema,
    transaction: paymentTransactionSchema
      .nullable()
      .describe('null until Pi knows the transaction.'),
    created_at: z.string().optional().describe('ISO 8601, UTC, milliseconds.'),
    network: networkSchema,
    split_recipients: z.unknown().optional().describe('Present and null since 2026.'),
    token_canonical: z.unknown().optional().describe('Present and null since 2026.'),
  })
  .meta({ id: 'Payment', description: 'PaymentDTO: one payment and its state.' })
export type Payment = z.infer<typeof paymentSchema>

const legacyStatusSchema = z.looseObject({
  developer_approved: z.boolean(),
  transaction_verified: z.boolean(),
  developer_completed: z.boolean(),
  cancelled: z.boolean().optional(),
  canceled: z.boolean().optional(),
  user_cancelled: z.boolean().optional(),
  Pioneer_cancelled: z.boolean().optional(),
})

/** Reader for stored payments of 2021 to 2023 and for the community guide's DTO. Nothing of today sends these. */
export const legacyPaymentSchema = z
  .looseObject({
    identifier: paymentIdSchema,
    user_uid: z.string().optional(),
    Pioneer_uid: z.string().optional(),
    amount: z.number(),
    memo: z.string(),
    metadata: metadataSchema,
    to_address: z.string(),
    created_at: z.string(),
    status: legacyStatusSchema,
    transaction: paymentTransactionSchema.nullable(),
  })
  .refine((payment) => (payment.user_uid ?? payment.Pioneer_uid) != null, {
    path: ['user_uid'],
    message: 'must be present (or the guide\'s "Pioneer_uid")',
  })
