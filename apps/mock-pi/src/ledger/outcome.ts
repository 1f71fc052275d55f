import type { ClaimableBalance } from './claimable-balance.ts'

/** What an operation did that its envelope does not say. Payments and new accounts need none. */
export type Outcome =
  | { type: 'sequence_bumped'; sequence: bigint }
  | { type: 'trustline'; change: 'created' | 'updated' | 'removed' }
  | { type: 'signers'; changes: readonly SignerChange[] }
  | { type: 'balance_created' | 'balance_claimed'; balance: BalanceFacts }

/** As much of a claimable balance as effects show, because history keeps it. */
export type BalanceFacts = Pick<ClaimableBalance, 'id' | 'asset' | 'amount' | 'sponsor'>

/** A signer, or the account's own key, before and after; no weight where it was or is none. */
export type SignerChange = { key: string; before: number | null; after: number | null }

/** Of each operation by its place; a transaction of payments has none. */
export type Outcomes = readonly (Outcome | undefined)[]
export const NO_OUTCOMES: Outcomes = []

/** The claimable balance that an operation made or paid out. */
export function balanceOf(outcome: Outcome | undefined): BalanceFacts | undefined {
  return outcome != null && 'balance' in outcome ? outcome.balance : undefined
}
