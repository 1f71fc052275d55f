import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { piAmountSchema } from './amount-schemas.ts'
import { commonPlatformResponses } from './common-responses.ts'
import { platformOperation } from './operation.ts'
import { paymentSchema } from './payment-schema.ts'
import { paymentRequestFields } from './payment-requests-schema.ts'

const c = initContract()

export const createUserPaymentRequestSchema = z
  .object({ amount: piAmountSchema, ...paymentRequestFields })
  .meta({ id: 'CreateUserPaymentRequest' })

export const incompletePaymentSchema = z
  .looseObject({ exists: z.boolean(), payment: paymentSchema.nullable() })
  .meta({ id: 'IncompletePayment' })

/** The two calls that only Pi's browser SDK makes. */
export const sdkContract = c.router(
  {
    createUserPayment: {
      method: 'POST',
      path: '/payments/user_to_app',
      summary: 'Begin a user-to-app payment (browser SDK)',
      description:
        'The browser SDK calls it as the user, with the payment not wrapped and the amount as a number, as the developer gave it. An open payment without a transaction is cancelled by this one; while one with a transaction is open, this one is refused.',
      metadata: platformOperation({
        credential: 'access-token',
        errors: [
          'invalid_authorization',
          'missing_scope',
          'invalid_input',
          'missing_wallet',
          'pending_payment',
          'horizon_failure',
          'not_approved_payment',
          'pending_check_failed',
          'stale_payment',
          'too_many_payments',
          'feature_not_available',
        ],
        undocumented: true,
        takesForms: true,
        tag: 'browser SDK',
      }),
      body: createUserPaymentRequestSchema,
      responses: { 200: paymentSchema },
    },
    incompletePayment: {
      method: 'GET',
      path: '/payments/incomplete',
      summary: "Read the user's incomplete payment (browser SDK)",
      description:
        'The browser SDK reads it while the user authenticates, and passes the payment to `onIncompletePaymentFound`.',
      metadata: platformOperation({
        credential: 'access-token',
        errors: ['invalid_authorization', 'missing_scope'],
        undocumented: true,
        tag: 'browser SDK',
      }),
      responses: { 200: incompletePaymentSchema },
    },
  },
  { pathPrefix: '/v2', strictStatusCodes: true, commonResponses: commonPlatformResponses },
)
