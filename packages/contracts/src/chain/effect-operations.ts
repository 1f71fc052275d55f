import * as z from 'zod'
import { txidSchema, walletAddressSchema } from '../platform/identifier-schemas.ts'
import { historyResponses, listResponses } from './common-responses.ts'
import { chainEffectPageSchema } from './effect-schema.ts'
import { ledgerIdSchema, operationIdSchema } from './history-id-schemas.ts'
import { historyOperation, streamedOperation } from './operation.ts'
import { effectsQuerySchema, effectStreamHeaders } from './page-query.ts'

const ofHistory = {
  method: 'GET',
  metadata: historyOperation('effects'),
  query: effectsQuerySchema,
  headers: effectStreamHeaders,
  responses: historyResponses(chainEffectPageSchema),
} as const
const listed = {
  ...ofHistory,
  metadata: streamedOperation('effects', 'bad_request', 'before_history', 'stale_history'),
  responses: listResponses(chainEffectPageSchema),
} as const

/** Horizon on what operations changed: one record for each change of an account. */
export const effectOperations = {
  effects: {
    ...listed,
    path: '/effects',
    summary: 'List effects',
    description: 'Of all operations that succeeded, in the order in which they were applied.',
  },
  accountEffects: {
    ...ofHistory,
    path: '/accounts/:account_id/effects',
    summary: 'List the effects of an account',
    description: 'What operations, its own and those of others, changed of it.',
    pathParams: z.object({ account_id: walletAddressSchema }),
  },
  ledgerEffects: {
    ...ofHistory,
    path: '/ledgers/:ledger_id/effects',
    summary: 'List the effects of a ledger',
    description: 'In the order in which they came about.',
    pathParams: z.object({ ledger_id: ledgerIdSchema }),
  },
  transactionEffects: {
    ...ofHistory,
    path: '/transactions/:tx_id/effects',
    summary: 'List the effects of a transaction',
    description: 'A transaction that failed has none.',
    pathParams: z.object({ tx_id: txidSchema }),
  },
  operationEffects: {
    ...listed,
    path: '/operations/:id/effects',
    summary: 'List the effects of an operation',
    description: 'An operation that failed, or that there is not, has none.',
    pathParams: z.object({ id: operationIdSchema }),
  },
} as const
