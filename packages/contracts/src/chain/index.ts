export { chainAccountSchema, type ChainAccount } from './account-schema.ts'
export { chainContract } from './chain-contract.ts'
export {
  balanceIdSchema,
  chainClaimableBalancePageSchema,
  chainClaimableBalanceSchema,
  type ChainClaimableBalance,
} from './claimable-balance-schema.ts'
export { chainEffectPageSchema, chainEffectSchema, type ChainEffect } from './effect-schema.ts'
export { chainProblems, commonChainProblems, type ChainProblemCode } from './errors.ts'
export { chainFeeStatsSchema, type ChainFees, type ChainFeeStats } from './fee-stats-schema.ts'
export { LAST_EVENT_ID_HEADER, LATEST_LEDGER_HEADER } from './headers.ts'
export { chainLedgerPageSchema, chainLedgerSchema, type ChainLedger } from './ledger-schema.ts'
export {
  chainOperationPageSchema,
  chainOperationSchema,
  chainPaymentSchema,
  type ChainOperationRecord,
} from './operation-schema.ts'
export { type ChainOperation } from './operation.ts'
export {
  type ClaimableBalancesQuery,
  type EffectsQuery,
  type FilteredPageQuery,
  type OperationsQuery,
  type PageQuery,
  type StreamHeaders,
  type TransactionsQuery,
} from './page-query.ts'
export { chainProblemSchema, type ChainProblem } from './problem-schema.ts'
export { chainRootSchema, type ChainRoot } from './root-schema.ts'
export {
  chainTransactionPageSchema,
  chainTransactionSchema,
  type ChainTransaction,
} from './transaction-schema.ts'
