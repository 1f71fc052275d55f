import * as z from 'zod'
import {
  balanceIdSchema,
  chainClaimableBalancePageSchema,
  chainClaimableBalanceSchema,
} from './claimable-balance-schema.ts'
import { hal, historyResponses, problem } from './common-responses.ts'
import { chainOperationPageSchema } from './operation-schema.ts'
import { chainOperation, historyOperation } from './operation.ts'
import {
  claimableBalancesQuerySchema,
  operationsQuerySchema,
  streamHeaders,
  transactionsQuerySchema,
} from './page-query.ts'
import { chainTransactionPageSchema } from './transaction-schema.ts'

const pathParams = z.object({ balance_id: balanceIdSchema })
const metadata = historyOperation('claimable balances')

/** Horizon on claimable balances, which Pi's lockups are. */
export const claimableBalanceOperations = {
  claimableBalances: {
    method: 'GET',
    path: '/claimable_balances',
    summary: 'List claimable balances',
    description:
      'Those that wait now, by the ledger that made them; a balance that was claimed is gone.',
    metadata: chainOperation('claimable balances', 'bad_request', 'stale_history'),
    query: claimableBalancesQuerySchema,
    responses: { 200: hal(chainClaimableBalancePageSchema), 400: problem, 503: problem },
  },
  claimableBalance: {
    method: 'GET',
    path: '/claimable_balances/:balance_id',
    summary: 'Read a claimable balance',
    description: 'As long as it waits. Its times are absolute.',
    metadata: chainOperation('claimable balances', 'bad_request', 'not_found', 'stale_history'),
    pathParams,
    responses: { 200: hal(chainClaimableBalanceSchema), 400: problem, 404: problem, 503: problem },
  },
  claimableBalanceTransactions: {
    method: 'GET',
    path: '/claimable_balances/:balance_id/transactions',
    summary: 'List the transactions of a claimable balance',
    description: 'The one that made it, and the one that claimed it.',
    metadata,
    pathParams,
    query: transactionsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainTransactionPageSchema),
  },
  claimableBalanceOperations: {
    method: 'GET',
    path: '/claimable_balances/:balance_id/operations',
    summary: 'List the operations of a claimable balance',
    description: 'The one that made it, and the one that claimed it.',
    metadata,
    pathParams,
    query: operationsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainOperationPageSchema),
  },
} as const
