import { ACCOUNT_FLAGS, TRUSTLINE_FLAGS } from './account-flags.ts'
import { change, sourceOf, type Applying } from './applying.ts'
import { isSatisfied, toAbsolute } from './claim-predicate.ts'
import { balanceIdOf, type ClaimableBalance } from './claimable-balance.ts'
import type { Asset, CreateClaimableBalance } from './envelope.ts'
import type { Account } from './ledger.ts'
import { moveAsset } from './move-asset.ts'
import { availableBalance, BASE_RESERVE } from './network-parameters.ts'
import { modifiedIn } from './new-account.ts'
import type { BalanceFacts } from './outcome.ts'
import { holdingOf } from './trustline.ts'
import type { OperationCode } from './transaction-result.ts'

/** Puts an amount aside for its claimants; its source pays a reserve for each (core: CreateClaimableBalanceOpFrame). */
export function applyCreateClaimableBalance(
  applying: Applying,
  { asset, amount, claimants }: CreateClaimableBalance,
): OperationCode {
  const { state, ledger, source, place } = applying
  const refusal = moveAsset(applying, sourceOf(applying), { asset, by: -amount })
  if (refusal != null) return `op_${refusal}`
  const sponsor = sourceOf(applying)
  if (availableBalance(sponsor) < BigInt(claimants.length) * BASE_RESERVE) return 'op_low_reserve'
  // Pi's chain is never full. "Not supported at this time" is the nearest that Stellar says.
  if (state.balances.room() < 1) return 'op_not_supported'
  change(applying, sponsor, { numSponsoring: sponsor.numSponsoring + claimants.length })
  const closeTime = secondsOf(ledger.closedAt)
  const balance = {
    id: balanceIdOf(place),
    asset,
    amount,
    claimants: claimants.map(({ destination, predicate }) => ({
      destination,
      predicate: toAbsolute(predicate, closeTime),
    })),
    sponsor: source,
    isClawbackEnabled: isClawbackEnabled(sponsor, asset),
    ...modifiedIn(ledger),
  }
  state.balances.set(balance)
  applying.report({ type: 'balance_created', balance: factsOf(balance) })
  return 'op_success'
}

/** Pays a balance out to one of its claimants (core: ClaimClaimableBalanceOpFrame). */
export function applyClaimClaimableBalance(
  applying: Applying,
  { balanceId }: { balanceId: string },
): OperationCode {
  const { state, ledger, source } = applying
  const balance = state.balances.get(balanceId)
  if (balance == null) return 'op_does_not_exist'
  const claimant = balance.claimants.find(({ destination }) => destination === source)
  if (claimant == null || !isSatisfied(claimant.predicate, secondsOf(ledger.closedAt))) {
    return 'op_cannot_claim'
  }
  const { asset, amount } = balance
  const refusal = moveAsset(applying, sourceOf(applying), { asset, by: amount })
  if (refusal != null) return `op_${refusal}`
  const sponsor = state.accounts.get(balance.sponsor)
  if (sponsor == null) throw new Error(`The account ${balance.sponsor} is gone`)
  change(applying, sponsor, { numSponsoring: sponsor.numSponsoring - balance.claimants.length })
  state.balances.remove(balanceId)
  applying.report({ type: 'balance_claimed', balance: factsOf(balance) })
  return 'op_success'
}

function isClawbackEnabled(source: Account, asset: Asset): boolean {
  if (asset === 'native') return false
  if (source.address === asset.issuer) return (source.flags & ACCOUNT_FLAGS.clawbackEnabled) !== 0
  return ((holdingOf(source, asset)?.flags ?? 0) & TRUSTLINE_FLAGS.clawbackEnabled) !== 0
}

function factsOf({ id, asset, amount, sponsor }: ClaimableBalance): BalanceFacts {
  return { id, asset, amount, sponsor }
}

function secondsOf(ms: number): bigint {
  return BigInt(ms / 1000)
}
