import { change, type Applying } from './applying.ts'
import type { Asset } from './envelope.ts'
import type { Account } from './ledger.ts'
import { availableBalance, MAX_INT64 } from './network-parameters.ts'
import { changeHolding, findLineRefusal, type LineRefusal } from './trustline.ts'

/** Changes what an account has of an asset, below zero to take; says why it cannot be, and changes nothing then. */
export function moveAsset(
  applying: Applying,
  account: Account,
  { asset, by }: { asset: Asset; by: bigint },
): LineRefusal | null {
  if (asset === 'native') {
    if (by < 0n && availableBalance(account) < -by) return 'underfunded'
    if (account.balance + by > MAX_INT64) return 'line_full'
    change(applying, account, { balance: account.balance + by })
    return null
  }
  const refusal = findLineRefusal(account, asset, by)
  // Core touches the trustline only, not the account.
  if (refusal == null && account.address !== asset.issuer) {
    const holdings = changeHolding(account, asset, by, applying.ledger.sequence)
    applying.state.accounts.set({ ...account, holdings })
  }
  return refusal
}
