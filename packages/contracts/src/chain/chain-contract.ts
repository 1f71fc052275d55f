import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { accountOperations } from './account-operations.ts'
import { assetOperations } from './asset-operations.ts'
import { claimableBalanceOperations } from './claimable-balance-operations.ts'
import { hal, listResponses, problem } from './common-responses.ts'
import { effectOperations } from './effect-operations.ts'
import { chainFeeStatsSchema } from './fee-stats-schema.ts'
import { operationIdSchema } from './history-id-schemas.ts'
import { ledgerOperations } from './ledger-operations.ts'
import { chainOperationPageSchema, chainOperationSchema } from './operation-schema.ts'
import { chainOperation, streamedOperation } from './operation.ts'
import { operationsQuerySchema, streamHeaders } from './page-query.ts'
import { chainRootSchema } from './root-schema.ts'
import { transactionOperations } from './transaction-operations.ts'

const listed = streamedOperation('operations', 'bad_request', 'before_history', 'stale_history')

const c = initContract()

/** The part of Horizon that Pi's SDKs and wallets call. */
export const chainContract = c.router(
  {
    root: {
      method: 'GET',
      path: '/',
      summary: 'Read the root document',
      description:
        'Versions, the newest ledger and link templates. `network_passphrase` names the network. Only the mock redirects a browser, which prefers `text/html`, to its reference page.',
      metadata: chainOperation('network'),
      responses: { 200: hal(chainRootSchema), 302: c.noBody() },
    },
    feeStats: {
      method: 'GET',
      path: '/fee_stats',
      summary: 'Read the fees',
      description:
        'The fees that transactions of the last five ledgers paid. Every number is a string.',
      metadata: chainOperation('network'),
      responses: { 200: hal(chainFeeStatsSchema) },
    },
    ...accountOperations,
    ...ledgerOperations,
    ...transactionOperations,
    ...assetOperations,
    ...claimableBalanceOperations,
    ...effectOperations,
    operations: {
      method: 'GET',
      path: '/operations',
      summary: 'List operations',
      description: 'Operations of all transactions, in the order in which they were applied.',
      metadata: listed,
      query: operationsQuerySchema,
      headers: streamHeaders,
      responses: listResponses(chainOperationPageSchema),
    },
    operation: {
      method: 'GET',
      path: '/operations/:id',
      summary: 'Read one operation',
      description: 'By its id, which is its paging token.',
      metadata: chainOperation(
        'operations',
        'bad_request',
        'not_found',
        'before_history',
        'stale_history',
      ),
      pathParams: z.object({ id: operationIdSchema }),
      responses: {
        200: hal(chainOperationSchema),
        400: problem,
        404: problem,
        410: problem,
        503: problem,
      },
    },
    payments: {
      method: 'GET',
      path: '/payments',
      summary: 'List payments',
      description: 'Operations that move money: `payment` and `create_account`.',
      metadata: listed,
      query: operationsQuerySchema,
      headers: streamHeaders,
      responses: listResponses(chainOperationPageSchema),
    },
  },
  {
    strictStatusCodes: true,
    commonResponses: { 400: problem, 403: problem, 404: problem, 406: problem, 500: problem },
  },
)
