import { ACCOUNT_FLAGS, TRUSTLINE_FLAGS } from './account-flags.ts'
import { change, sourceOf, type Applying } from './applying.ts'
import type { Asset, IssuedAsset } from './envelope.ts'
import type { Account, Holding } from './ledger.ts'
import {
  availableBalance,
  BASE_RESERVE,
  MAX_SUBENTRIES,
  subentriesOf,
} from './network-parameters.ts'
import { holdingOf, newHolding } from './trustline.ts'
import type { OperationCode } from './transaction-result.ts'

/** Makes, changes or ends a trustline (core: ChangeTrustOpFrame). */
export function applyChangeTrust(
  applying: Applying,
  { asset, limit }: { asset: Asset; limit: bigint },
): OperationCode {
  if (asset === 'native') throw new Error('A trustline for Pi was to be refused as malformed')
  const source = sourceOf(applying)
  const line = holdingOf(source, asset)
  if (line == null) return addLine(applying, source, { asset, limit })
  if (limit < line.balance) return 'op_invalid_limit'
  const others = source.holdings.filter((each) => each !== line)
  if (limit === 0n) {
    change(applying, source, { holdings: others })
    applying.report({ type: 'trustline', change: 'removed' })
    return 'op_success'
  }
  if (applying.state.accounts.get(asset.issuer) == null) return 'op_no_issuer'
  const changed = { ...line, limit, lastModifiedLedger: applying.ledger.sequence }
  // Core changes the trustline only, not the account.
  applying.state.accounts.set({ ...source, holdings: replace(source.holdings, line, changed) })
  applying.report({ type: 'trustline', change: 'updated' })
  return 'op_success'
}

function addLine(
  applying: Applying,
  source: Account,
  { asset, limit }: { asset: IssuedAsset; limit: bigint },
): OperationCode {
  if (limit === 0n) return 'op_invalid_limit'
  const issuer = applying.state.accounts.get(asset.issuer)
  if (issuer == null) return 'op_no_issuer'
  if (subentriesOf(source) >= MAX_SUBENTRIES) return 'op_too_many_subentries'
  if (availableBalance(source) < BASE_RESERVE) return 'op_low_reserve'
  // Pi's chain is never full. "Not supported at this time" is the nearest that Stellar says.
  if (applying.state.accounts.partRoom() < 1) return 'op_not_supported'
  const line = newHolding(asset, {
    limit,
    flags: lineFlagsOf(issuer),
    ledger: applying.ledger.sequence,
  })
  change(applying, source, { holdings: [...source.holdings, line] })
  applying.report({ type: 'trustline', change: 'created' })
  return 'op_success'
}

/** What a new trustline gets from the flags of the issuer. */
function lineFlagsOf({ flags }: Account): number {
  const authorized = (flags & ACCOUNT_FLAGS.required) === 0 ? TRUSTLINE_FLAGS.authorized : 0
  const clawback =
    (flags & ACCOUNT_FLAGS.clawbackEnabled) === 0 ? 0 : TRUSTLINE_FLAGS.clawbackEnabled
  return authorized | clawback
}

function replace(holdings: readonly Holding[], old: Holding, changed: Holding): Holding[] {
  return holdings.map((each) => (each === old ? changed : each))
}
