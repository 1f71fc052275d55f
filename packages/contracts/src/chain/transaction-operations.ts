import * as z from 'zod'
import { txidSchema } from '../platform/identifier-schemas.ts'
import { hal, historyResponses, listResponses, problem } from './common-responses.ts'
import { chainOperationPageSchema } from './operation-schema.ts'
import {
  chainOperation,
  historyOperation,
  streamedOperation,
  type ChainOperation,
} from './operation.ts'
import { operationsQuerySchema, streamHeaders, transactionsQuerySchema } from './page-query.ts'
import {
  chainTransactionPageSchema,
  chainTransactionSchema,
  submissionSchema,
  submittedSchema,
} from './transaction-schema.ts'

const pathParams = z.object({ tx_id: txidSchema })
const found = chainOperation('transactions', 'bad_request', 'not_found', 'stale_history')
const paged = historyOperation('transactions')

/** Horizon on transactions. */
export const transactionOperations = {
  transactions: {
    method: 'GET',
    path: '/transactions',
    summary: 'List transactions',
    description: 'Of all accounts, in the order in which they were applied.',
    metadata: streamedOperation('transactions', 'bad_request', 'before_history', 'stale_history'),
    query: transactionsQuerySchema,
    headers: streamHeaders,
    responses: listResponses(chainTransactionPageSchema),
  },
  submit: {
    method: 'POST',
    path: '/transactions',
    summary: 'Submit a transaction',
    description:
      'Submits a signed transaction and responds when it is in a ledger, which takes seconds. Only a 200 with a transaction means that it was paid; the tests of pi-ruby expect refusals with status 200 as well. No other response means that it was not paid: after 504 the outcome is unknown, and 400 means only that this submission was refused, not an earlier one of the same transaction. The transaction is the field `tx` of the form; of the query where the form has none.',
    metadata: {
      ...chainOperation(
        'transactions',
        'bad_request',
        'transaction_malformed',
        'transaction_failed',
        'payload_too_large',
        'unsupported_media_type',
        'stale_history',
        'timeout',
      ),
      takesMultipart: true,
    } satisfies ChainOperation as ChainOperation,
    contentType: 'application/x-www-form-urlencoded',
    query: submissionSchema.partial(),
    body: submissionSchema.optional(),
    responses: {
      200: hal(submittedSchema),
      400: problem,
      413: problem,
      415: problem,
      503: problem,
      504: problem,
    },
  },
  transaction: {
    method: 'GET',
    path: '/transactions/:tx_id',
    summary: 'Read one transaction',
    description: 'One transaction that is in a ledger, by its hash.',
    metadata: found,
    pathParams,
    responses: { 200: hal(chainTransactionSchema), 400: problem, 404: problem, 503: problem },
  },
  transactionOperations: {
    method: 'GET',
    path: '/transactions/:tx_id/operations',
    summary: 'List the operations of a transaction',
    description: 'Includes those of a failed transaction.',
    metadata: paged,
    pathParams,
    query: operationsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainOperationPageSchema),
  },
  transactionPayments: {
    method: 'GET',
    path: '/transactions/:tx_id/payments',
    summary: 'List the payments of a transaction',
    description: 'Operations that move money: `payment` and `create_account`.',
    metadata: paged,
    pathParams,
    query: operationsQuerySchema,
    headers: streamHeaders,
    responses: historyResponses(chainOperationPageSchema),
  },
} as const
