import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { alohaCommonResponses } from './common-responses.ts'
import { a2uSuccessSchemas, alohaErrorSchema } from './envelope-schemas.ts'
import { IDEMPOTENCY_KEY_HEADER } from './headers.ts'
import { alohaOperation } from './operation.ts'
import { pageQuerySchema } from './page-query.ts'
import { createPayoutRequestSchema, idempotencyKeySchema } from './payout-request-schema.ts'

const c = initContract()
/** Pi's payment id, or the payout id that every response of `create` carries. */
const pathParams = z.object({
  piPayId: paymentIdSchema.describe("Pi's payment id, or the payout id"),
})

// Literal paths are before `:piPayId` ones.
export const a2uContract = c.router(
  {
    create: {
      method: 'POST',
      path: '/a2u/create',
      summary: 'Pay a user',
      description:
        'Creates, submits and completes an app-to-user payment, exactly once for an idempotency key. 200 when it is paid; 202 with `Location` and `Retry-After` while it is in progress: repeat the call, or read the details, for the result. Repeating the call returns the first response, with `Idempotent-Replayed: true`; a payout that failed or was cancelled stays so under its key. Without `Idempotency-Key` one is derived from the payment: the same payment within 10 minutes (unless the operator sets another time), or while the first one is in progress, counts as a repetition. Only a 4xx with a payout error code means that nothing was paid.',
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
          'payouts_off',
        ],
        takesForms: true,
      }),
      headers: { [IDEMPOTENCY_KEY_HEADER]: idempotencyKeySchema.optional() },
      body: createPayoutRequestSchema,
      responses: {
        200: a2uSuccessSchemas.create,
        202: a2uSuccessSchemas.create,
        404: alohaErrorSchema,
        409: alohaErrorSchema,
      },
    },
    incomplete: {
      method: 'GET',
      path: '/a2u/incomplete',
      summary: 'List open app-to-user payments',
      description:
        "Payouts of the caller that are not final, oldest first, and Pi's open payments that belong to them. In pages: repeat the call with `next_cursor` as `cursor` until it is null. The last page also has the caller's open payments without an open payout.",
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'read',
        action: 'incomplete',
        direction: 'a2u',
        errors: [],
      }),
      query: pageQuerySchema,
      responses: { 200: a2uSuccessSchemas.incomplete },
    },
    cancel: {
      method: 'POST',
      path: '/a2u/cancel/:piPayId',
      summary: 'Cancel a payout',
      description:
        'Requests the cancellation. 200 when no money will move (cancelled, or failed already), 202 with `Location` and `Retry-After` while a signed transaction may still pay, 409 when it is paid.',
      metadata: alohaOperation({
        credential: 'api-key',
        scope: 'a2u:cancel',
        action: 'cancel',
        direction: 'a2u',
        errors: ['payment_not_found', 'wrong_direction', 'already_paid', 'too_many_waiting'],
      }),
      pathParams,
      body: z.strictObject({}, 'must be empty or {}').optional(),
      responses: {
        200: a2uSuccessSchemas.cancel,
        202: a2uSuccessSchemas.cancel,
        404: alohaErrorSchema,
        409: alohaErrorSchema,
      },
    },
    details: {
      method: 'GET',
      path: '/a2u/details/:piPayId',
      summary: 'Read an app-to-user payment',
      description:
        "Pi's payment and the proxy's payout. Needs a key, with the scope `read`, only if the operator requires one.",
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
