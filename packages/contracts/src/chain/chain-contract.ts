import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { txidSchema } from '../platform/identifier-schemas.ts'
import { type ChainProblemCode } from './errors.ts'
import { chainProblemSchema, chainRootSchema, chainTransactionSchema } from './schemas.ts'

const c = initContract()
/** A resource of Horizon, in its media type. */
const hal = <Schema extends z.ZodType>(body: Schema) =>
  c.otherResponse({ contentType: 'application/hal+json; charset=utf-8', body })
const problem = c.otherResponse({
  contentType: 'application/problem+json; charset=utf-8',
  body: chainProblemSchema,
})

/** Contract metadata of a chain operation. Horizon asks for no credential. */
export type ChainOperation = { credential: 'none'; errors: readonly ChainProblemCode[] }
const chainOperation = (...errors: ChainProblemCode[]): ChainOperation => ({
  credential: 'none',
  errors,
})

/** The part of Horizon that Pi's SDKs call. */
export const chainContract = c.router(
  {
    root: {
      method: 'GET',
      path: '/',
      summary: 'Read the root document',
      description:
        'Versions, the newest ledger and link templates. `network_passphrase` names the network.',
      metadata: chainOperation(),
      responses: { 200: hal(chainRootSchema) },
    },
    transaction: {
      method: 'GET',
      path: '/transactions/:hash',
      summary: 'Read one transaction',
      description: 'A transaction that is in a ledger, by its hash.',
      metadata: chainOperation('bad_request', 'not_found'),
      pathParams: z.object({ hash: txidSchema }),
      responses: { 200: hal(chainTransactionSchema), 400: problem, 404: problem },
    },
  },
  { strictStatusCodes: true, commonResponses: { 403: problem, 500: problem } },
)
