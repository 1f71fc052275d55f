import type { ClaimableBalance } from './claimable-balance.ts'
import type { Account } from './ledger.ts'
import { subentriesOf } from './network-parameters.ts'

/** How far behind the newest ledger a view can be. */
export const MAX_LAG = 100

/** What a chain has room for; without a number there is no limit. */
export type ChainLimits = {
  accountCap?: number | undefined
  /** Trustlines and signers of all accounts together. */
  subentryCap?: number | undefined
  /** Claimable balances. */
  balanceCap?: number | undefined
}

/** How the accounts of a chain are kept. */
export function accountBook({ accountCap, subentryCap }: ChainLimits) {
  return {
    keyOf: ({ address }: Account) => address,
    depth: MAX_LAG,
    cap: accountCap,
    partsOf: subentriesOf,
    partCap: subentryCap,
  }
}

/** How its claimable balances are kept. */
export function balanceBook({ balanceCap }: ChainLimits) {
  return { keyOf: ({ id }: ClaimableBalance) => id, depth: MAX_LAG, cap: balanceCap }
}
