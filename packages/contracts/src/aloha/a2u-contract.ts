import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { alohaCommonResponses } from './common-responses.ts'
import { a2uSuccessSchemas, alohaErrorSchema } from './envelope-schemas.ts'
import { alohaOperation } from './operation.ts'
import { createPayoutRequestSchema, idempotencyKeySchema } from './payout-request-schema.ts'

const c = initContract()
/** Pi's payment id, or the payout id that every answer of `create` carries. */
const pathParams = z.object({
  piPayId: paymentIdSchema.describe("Pi's payment id, or the payout id"),
})

// Literal paths stand before `:piPayId` ones.
export const a2uContract = c.router(
  {
    create: {
      method: 'POST',
      path: '/a2u/create',
      summary: 'Pay a user',
      description:
        'Creates, submits and completes an app-to-user payment, exactly once for an idempotency key. 200 when the payout is final; 202 with `Location` and `Retry-After` while it is in work. Without `Idempotency-Key` one is derived from the payment, so that a blind retry does not pay twice.',
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'a2u:create',
        action: 'create',
        direction: 'a2u',
        errors: [
          'user_not_found',
          'missing_scope',
          'idempotency_key_reuse',
          'insufficient_balance',
          'payout_failed',
          'payout_limit',
          'cancelled',
          'too_many_waiting',
          'not_implemented',
        ],
      }),
      headers: { 'idempotency-key': idempotencyKeySchema.optional() },
      body: createPayoutRequestSchema,
      responses: {
        200: a2uSuccessSchemas.create,
        202: a2uSuccessSchemas.create,
        404: alohaErrorSchema,
        409: alohaErrorSchema,
        501: alohaErrorSchema,
      },
    },
    incomplete: {
      method: 'GET',
      path: '/a2u/incomplete',
      summary: 'List open app-to-user payments',
      description: "Pi's list of open payments, joined with the proxy's payouts.",
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'read',
        action: 'incomplete',
        direction: 'a2u',
        errors: ['not_implemented'],
      }),
      responses: { 200: a2uSuccessSchemas.incomplete, 501: alohaErrorSchema },
    },
    cancel: {
      method: 'POST',
      path: '/a2u/cancel/:piPayId',
      summary: 'Cancel a payout',
      description:
        'Asks for the cancellation. 200 when it is cancelled, 202 while a signed transaction may still pay, 409 when it is paid.',
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'a2u:cancel',
        action: 'cancel',
        direction: 'a2u',
        errors: ['payment_not_found', 'wrong_direction', 'already_paid', 'not_implemented'],
      }),
      pathParams,
      body: z.strictObject({}, 'must be empty or {}').optional(),
      responses: {
        200: a2uSuccessSchemas.cancel,
        202: a2uSuccessSchemas.cancel,
        404: alohaErrorSchema,
        409: alohaErrorSchema,
        501: alohaErrorSchema,
      },
    },
    details: {
      method: 'GET',
      path: '/a2u/details/:piPayId',
      summary: 'Read an app-to-user payment',
      description:
        "Pi's payment and the proxy's payout. Needs no key unless the operator says so; then a key with the scope `read`.",
      metadata: alohaOperation({
        credential: 'optional',
        scope: 'read',
        action: 'details',
        direction: 'a2u',
        errors: ['payment_not_found', 'wrong_direction'],
      }),
      pathParams,
      responses: { 200: a2uSuccessSchemas.details, 404: alohaErrorSchema },
    },
  },
  { pathPrefix: '/v1/transaction', strictStatusCodes: true, commonResponses: alohaCommonResponses },
)
