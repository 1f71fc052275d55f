import * as z from 'zod'
import { walletAddressSchema } from '../platform/identifier-schemas.ts'
import { chainAccountSchema } from './account-schema.ts'
import { hal, historyResponses, problem } from './common-responses.ts'
import { chainOperationPageSchema } from './operation-schema.ts'
import { historyOperation, streamedOperation } from './operation.ts'
import { operationsQuerySchema, streamHeaders, transactionsQuerySchema } from './page-query.ts'
import { chainTransactionPageSchema } from './transaction-schema.ts'

const pathParams = z.object({ account_id: walletAddressSchema })
const metadata = historyOperation('accounts')

/** Horizon on one account. */
export const accountOperations = {
  account: {
    method: 'GET',
    path: '/accounts/:account_id',
    summary: 'Read an account',
    description:
      'Balance and sequence, both as of the ledger that the header `Latest-Ledger` names. A stream shows the account once each time that it is opened: Horizon compares ids only, so that later changes are no events.',
    metadata: streamedOperation('accounts', 'bad_request', 'not_found', 'stale_history'),
    pathParams,
    responses: {
      200: hal(chainAccountSchema),
      400: problem,
      404: problem,
      429: problem,
      503: problem,
    },
  },
  accountTransactions: {
    method: 'GET',
    path: '/accounts/:account_id/transactions',
    summary: 'List the transactions of an account',
    description:
      'Transactions that it sent or paid for, or that have an operation with this account.',
    metadata,
    pathParams,
    query: transactionsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainTransactionPageSchema),
  },
  accountOperations: {
    method: 'GET',
    path: '/accounts/:account_id/operations',
    summary: 'List the operations of an account',
    description: 'Operations that concern this account.',
    metadata,
    pathParams,
    query: operationsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainOperationPageSchema),
  },
  accountPayments: {
    method: 'GET',
    path: '/accounts/:account_id/payments',
    summary: 'List the payments of an account',
    description: 'Operations that move money: `payment` and `create_account`.',
    metadata,
    pathParams,
    query: operationsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainOperationPageSchema),
  },
} as const
