import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { paymentIdSchema, txidSchema } from '../platform/identifier-schemas.ts'
import { alohaCommonResponses } from './common-responses.ts'
import { alohaErrorSchema, u2aSuccessSchemas } from './envelope-schemas.ts'
import { alohaOperation } from './operation.ts'

const c = initContract()
const pathParams = z.object({ piPayId: paymentIdSchema })
/** Nothing needs to be sent; what is sent and not understood is refused. */
const emptyBody = z.strictObject({}, 'must be empty or {}').optional()
const notFoundOrConflict = { 404: alohaErrorSchema, 409: alohaErrorSchema }

export const u2aContract = c.router(
  {
    approve: {
      method: 'POST',
      path: '/u2a/approve/:piPayId',
      summary: 'Approve a user-to-app payment',
      description:
        'Approves the payment at Pi. Call it from `onReadyForServerApproval`, within 60 seconds. Repeating it for an approved payment returns 200 with the payment.',
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'u2a',
        action: 'approve',
        direction: 'u2a',
        errors: ['payment_not_found', 'wrong_direction', 'cancelled_payment'],
      }),
      pathParams,
      body: emptyBody,
      responses: { 200: u2aSuccessSchemas.approve, ...notFoundOrConflict },
    },
    complete: {
      method: 'POST',
      path: '/u2a/complete/:piPayId/:piTxId?',
      summary: 'Complete a user-to-app payment',
      description:
        'Completes the payment at Pi with its transaction. The transaction id is in the path, or in the body as `txid`; two different ones are refused. Repeating it with the same transaction returns 200.',
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'u2a',
        action: 'complete',
        direction: 'u2a',
        errors: [
          'payment_not_found',
          'wrong_direction',
          'cancelled_payment',
          'already_completed',
          'txid_mismatch',
          'not_verified',
          'verification_failed',
        ],
        takesForms: true,
      }),
      pathParams: z.object({ piPayId: paymentIdSchema, piTxId: txidSchema.optional() }),
      body: z
        .strictObject({
          txid: txidSchema.optional(),
          paymentId: paymentIdSchema
            .optional()
            .describe("Pi's SDKs send it. It must equal the id in the path."),
        })
        .optional()
        .meta({ id: 'CompleteU2aRequest' }),
      responses: { 200: u2aSuccessSchemas.complete, ...notFoundOrConflict },
    },
    abort: {
      method: 'POST',
      path: '/u2a/abort/:piPayId',
      summary: 'Abort a user-to-app payment',
      description:
        'Cancels the payment at Pi. For a payment that is already cancelled, by anyone, it returns 200. A payment with a transaction cannot be cancelled: complete it.',
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'u2a',
        action: 'abort',
        direction: 'u2a',
        errors: ['payment_not_found', 'wrong_direction', 'payment_tx_present', 'already_completed'],
      }),
      pathParams,
      body: emptyBody,
      responses: { 200: u2aSuccessSchemas.abort, ...notFoundOrConflict },
    },
    details: {
      method: 'GET',
      path: '/u2a/details/:piPayId',
      summary: 'Read a user-to-app payment',
      description:
        "Pi's payment, and the proxy's own record of it when there is one. Needs a key, with the scope `read`, only if the operator requires one; then another client's payment is 404.",
      metadata: alohaOperation({
        credential: 'optional',
        scope: 'read',
        action: 'details',
        direction: 'u2a',
        errors: ['payment_not_found', 'wrong_direction'],
      }),
      pathParams,
      responses: { 200: u2aSuccessSchemas.details, 404: alohaErrorSchema },
    },
  },
  { pathPrefix: '/v1/transaction', strictStatusCodes: true, commonResponses: alohaCommonResponses },
)
