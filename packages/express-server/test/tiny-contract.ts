import { initContract } from '@ts-rest/core'
import * as z from 'zod'

const c = initContract()
const pathParams = z.object({ id: z.string().regex(/^[a-z]{1,8}$/, 'must be 1 to 8 letters') })
const echoed = z.object({ received: z.unknown() })

/** A contract with one route of each kind that the servers have. */
export const tinyContract = c.router(
  {
    read: {
      method: 'GET',
      path: '/things/:id',
      pathParams,
      query: z.strictObject({ limit: z.coerce.number('must be a number').int().optional() }),
      responses: { 200: z.object({ id: z.string() }) },
    },
    write: {
      method: 'POST',
      path: '/things',
      metadata: { takesForms: true },
      headers: { 'x-tag': z.string().regex(/^\w+$/, 'must be letters').optional() },
      body: z.unknown(),
      responses: { 200: echoed },
    },
    order: {
      method: 'POST',
      path: '/orders',
      body: z.strictObject({ item: z.strictObject({ count: z.number('must be a number') }) }),
      responses: { 200: echoed },
    },
    ping: {
      method: 'POST',
      path: '/things/:id/ping',
      pathParams,
      body: c.noBody(),
      responses: { 200: echoed },
    },
    finish: {
      method: 'POST',
      path: '/things/:id/finish/:by?',
      pathParams: pathParams.extend({ by: z.string().optional() }),
      body: z.strictObject({}, 'must be empty or {}').optional(),
      responses: { 200: echoed },
    },
    nothing: {
      method: 'GET',
      path: '/nothing',
      responses: { 200: echoed, 401: c.noBody() },
    },
    problem: {
      method: 'GET',
      path: '/problem',
      responses: {
        200: echoed,
        404: c.otherResponse({
          contentType: 'application/problem+json; charset=utf-8',
          body: z.object({ title: z.string() }),
        }),
      },
    },
    broken: {
      method: 'GET',
      path: '/broken',
      responses: { 200: z.object({ id: z.string() }) },
    },
  },
  { strictStatusCodes: true },
)
