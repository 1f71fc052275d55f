import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { commonPlatformResponses } from './common-responses.ts'
import { paymentIdSchema } from './identifier-schemas.ts'
import { platformOperation } from './operation.ts'
import {
  completePaymentRequestSchema,
  createPaymentRequestSchema,
  incompleteServerPaymentsSchema,
} from './payment-requests-schema.ts'
import { paymentSchema } from './payment-schema.ts'

const c = initContract()
const pathParams = z.object({ paymentId: paymentIdSchema })

// Literal paths are before `:paymentId` ones.
export const paymentsContract = c.router(
  {
    create: {
      method: 'POST',
      path: '/payments',
      summary: 'Create an app-to-user payment',
      description:
        'Only app-to-user payments begin here; a user-to-app payment begins in the browser SDK. The payment is approved at once. There is no idempotency key: after a lost response, read the incomplete payments before you retry.',
      metadata: platformOperation({
        credential: 'server-key',
        errors: [
          'invalid_authorization',
          'invalid_amount',
          'invalid_metadata',
          'user_not_found',
          'missing_scope',
          'ongoing_payment_found',
          'missing_wallet',
          'invalid_address',
          'altered_amount',
          'too_many_payments',
          'too_many_cancelled_payments',
          'feature_not_available',
        ],
        takesForms: true,
        tag: 'payments',
      }),
      body: createPaymentRequestSchema,
      responses: { 200: paymentSchema },
    },
    incomplete: {
      method: 'GET',
      path: '/payments/incomplete_server_payments',
      summary: 'List open app-to-user payments',
      description:
        'App-to-user payments that are not completed, whether or not they are on the chain. The response is an object, not an array.',
      metadata: platformOperation({
        credential: 'server-key',
        errors: ['invalid_authorization'],
        tag: 'payments',
      }),
      responses: { 200: incompleteServerPaymentsSchema },
    },
    get: {
      method: 'GET',
      path: '/payments/:paymentId',
      summary: 'Read one payment',
      description:
        "Another app's payment is 404. For an app-to-user payment `transaction` stays null until it is completed, even when the money has moved.",
      metadata: platformOperation({
        credential: 'server-key',
        errors: ['invalid_authorization', 'payment_not_found'],
        tag: 'payments',
      }),
      pathParams,
      responses: { 200: paymentSchema },
    },
    approve: {
      method: 'POST',
      path: '/payments/:paymentId/approve',
      summary: 'Approve a user-to-app payment',
      description:
        'Lets the user sign the transaction. Pi cancels a payment that is not approved within 60 seconds. The body is ignored.',
      metadata: platformOperation({
        credential: 'server-key',
        errors: [
          'invalid_authorization',
          'payment_not_found',
          'already_approved',
          'already_completed',
          'cancelled_payment',
          'forbidden',
        ],
        tag: 'payments',
      }),
      pathParams,
      body: c.noBody(),
      responses: { 200: paymentSchema },
    },
    complete: {
      method: 'POST',
      path: '/payments/:paymentId/complete',
      summary: 'Complete a payment with its transaction',
      description:
        'Closes the payment. Deliver only after a 200. A failing call can still link the transaction to an app-to-user payment, which then stays open forever and blocks new ones.',
      metadata: platformOperation({
        credential: 'server-key',
        errors: [
          'invalid_authorization',
          'payment_not_found',
          'missing_txid',
          'already_completed',
          'cancelled_payment',
          'not_verified',
          'txid_mismatch',
          'verification_failed',
          'forbidden',
        ],
        takesForms: true,
        tag: 'payments',
      }),
      pathParams,
      body: completePaymentRequestSchema,
      responses: { 200: paymentSchema },
    },
    cancel: {
      method: 'POST',
      path: '/payments/:paymentId/cancel',
      summary: 'Cancel a payment',
      description:
        'Refused once a transaction is recorded. The body is ignored. An app-to-user payment can be cancelled although its money has moved: Pi learns of the transaction only from `complete`.',
      metadata: platformOperation({
        credential: 'server-key',
        errors: [
          'invalid_authorization',
          'payment_not_found',
          'payment_tx_present',
          'already_completed',
          'cancelled_payment',
          'forbidden',
        ],
        tag: 'payments',
      }),
      pathParams,
      body: c.noBody(),
      responses: { 200: paymentSchema },
    },
  },
  { pathPrefix: '/v2', strictStatusCodes: true, commonResponses: commonPlatformResponses },
)
