import * as z from 'zod'
import { hal, historyResponses, listResponses, problem } from './common-responses.ts'
import { ledgerIdSchema } from './history-id-schemas.ts'
import { chainLedgerPageSchema, chainLedgerSchema } from './ledger-schema.ts'
import { chainOperationPageSchema } from './operation-schema.ts'
import { chainOperation, historyOperation, streamedOperation } from './operation.ts'
import {
  operationsQuerySchema,
  pageQuerySchema,
  streamHeaders,
  transactionsQuerySchema,
} from './page-query.ts'
import { chainTransactionPageSchema } from './transaction-schema.ts'

const pathParams = z.object({ ledger_id: ledgerIdSchema })
const metadata = historyOperation('ledgers')

/** Horizon on closed ledgers. */
export const ledgerOperations = {
  ledgers: {
    method: 'GET',
    path: '/ledgers',
    summary: 'List ledgers',
    description: 'All closed ledgers, including empty ones.',
    metadata: streamedOperation('ledgers', 'bad_request', 'before_history', 'stale_history'),
    query: pageQuerySchema,
    headers: streamHeaders,
    responses: listResponses(chainLedgerPageSchema),
  },
  ledger: {
    method: 'GET',
    path: '/ledgers/:ledger_id',
    summary: 'Read a ledger',
    description: 'One closed ledger by its sequence number.',
    metadata: chainOperation(
      'ledgers',
      'bad_request',
      'not_found',
      'before_history',
      'stale_history',
    ),
    pathParams,
    responses: {
      200: hal(chainLedgerSchema),
      400: problem,
      404: problem,
      410: problem,
      503: problem,
    },
  },
  ledgerTransactions: {
    method: 'GET',
    path: '/ledgers/:ledger_id/transactions',
    summary: 'List the transactions of a ledger',
    description: 'In the order in which they were applied.',
    metadata,
    pathParams,
    query: transactionsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainTransactionPageSchema),
  },
  ledgerOperations: {
    method: 'GET',
    path: '/ledgers/:ledger_id/operations',
    summary: 'List the operations of a ledger',
    description: 'In the order in which they were applied.',
    metadata,
    pathParams,
    query: operationsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainOperationPageSchema),
  },
  ledgerPayments: {
    method: 'GET',
    path: '/ledgers/:ledger_id/payments',
    summary: 'List the payments of a ledger',
    description: 'Operations that move money: `payment` and `create_account`.',
    metadata,
    pathParams,
    query: operationsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainOperationPageSchema),
  },
} as const
