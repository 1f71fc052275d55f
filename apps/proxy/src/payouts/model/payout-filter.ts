import type { PayoutState } from './payout.ts'

/** Which payouts an operator looks for: those to which everything that is given applies. */
export type PayoutFilter = {
  states?: readonly PayoutState[] | undefined
  clientId?: string | undefined
  idempotencyKey?: string | undefined
  /** In any letter case. */
  uid?: string | undefined
  /** Of the transaction that paid it, or of one that was signed for it. */
  txid?: string | undefined
  /** Age since the request, by the database's clock. */
  olderThanMs?: number | undefined
  youngerThanMs?: number | undefined
  /** Id of the last payout of the page before. */
  after?: string | undefined
  limit: number
}
