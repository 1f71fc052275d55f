import * as z from 'zod'
import type { alohaContract } from '../aloha/aloha-contract.ts'
import { a2uSuccessSchemas, u2aSuccessSchemas } from '../aloha/envelope-schemas.ts'
import { pageQuerySchema } from '../aloha/page-query.ts'
import { createPayoutRequestSchema, idempotencyKeySchema } from '../aloha/payout-request-schema.ts'
import { paymentIdSchema, txidSchema } from '../platform/identifier-schemas.ts'
import type { WireRoutesOf } from './wire-route.ts'

const credential = 'api-key'
const pathParams = z.object({ piPayId: paymentIdSchema })

/** The aloha-pi API. */
export const alohaRoutes = {
  u2a: {
    approve: {
      method: 'POST',
      path: '/v1/transaction/u2a/approve/:piPayId',
      credential,
      pathParams,
      responses: { 200: u2aSuccessSchemas.approve },
    },
    complete: {
      method: 'POST',
      path: '/v1/transaction/u2a/complete/:piPayId/:piTxId?',
      credential,
      pathParams: z.object({ piPayId: paymentIdSchema, piTxId: txidSchema.optional() }),
      responses: { 200: u2aSuccessSchemas.complete },
    },
    abort: {
      method: 'POST',
      path: '/v1/transaction/u2a/abort/:piPayId',
      credential,
      pathParams,
      responses: { 200: u2aSuccessSchemas.abort },
    },
    details: {
      method: 'GET',
      path: '/v1/transaction/u2a/details/:piPayId',
      credential: 'optional',
      pathParams,
      responses: { 200: u2aSuccessSchemas.details },
    },
  },
  a2u: {
    create: {
      method: 'POST',
      path: '/v1/transaction/a2u/create',
      credential,
      headers: { 'idempotency-key': idempotencyKeySchema.optional() },
      body: createPayoutRequestSchema,
      responses: { 200: a2uSuccessSchemas.create, 202: a2uSuccessSchemas.create },
    },
    incomplete: {
      method: 'GET',
      path: '/v1/transaction/a2u/incomplete',
      credential,
      query: pageQuerySchema,
      responses: { 200: a2uSuccessSchemas.incomplete },
    },
    cancel: {
      method: 'POST',
      path: '/v1/transaction/a2u/cancel/:piPayId',
      credential,
      pathParams,
      responses: { 200: a2uSuccessSchemas.cancel, 202: a2uSuccessSchemas.cancel },
    },
    details: {
      method: 'GET',
      path: '/v1/transaction/a2u/details/:piPayId',
      credential: 'optional',
      pathParams,
      responses: { 200: a2uSuccessSchemas.details },
    },
  },
} as const satisfies WireRoutesOf<typeof alohaContract>
