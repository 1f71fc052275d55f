import { TRUSTLINE_FLAGS } from './account-flags.ts'
import type { Asset, IssuedAsset } from './envelope.ts'
import type { Account, Holding } from './ledger.ts'
import { MAX_INT64 } from './network-parameters.ts'

/** The trustline of an account for an asset. */
export function holdingOf({ holdings }: Account, asset: IssuedAsset): Holding | undefined {
  return holdings.find((each) => isSameAsset(each.asset, asset))
}

export function isSameAsset(one: Asset, other: Asset): boolean {
  if (one === 'native' || other === 'native') return one === other
  return one.code === other.code && one.issuer === other.issuer
}

/** Why an account cannot give or take so much of an issued asset; null when it can. */
export type LineRefusal = 'no_trust' | 'not_authorized' | 'line_full' | 'underfunded'

/**
 * Whether the balance of a trustline can change by an amount, below zero to give (core: TrustLineWrapper). The
 * issuer needs none: it makes the asset by giving and ends it by taking.
 */
export function findLineRefusal(
  account: Account,
  asset: IssuedAsset,
  by: bigint,
): LineRefusal | null {
  if (account.address === asset.issuer) return null
  const line = holdingOf(account, asset)
  if (line == null) return 'no_trust'
  if ((line.flags & TRUSTLINE_FLAGS.authorized) === 0) return 'not_authorized'
  if (by < 0n) return line.balance < -by ? 'underfunded' : null
  return by > line.limit - line.balance ? 'line_full' : null
}

/** The holdings after that change; those of the issuer stay as they are. */
export function changeHolding(
  { holdings }: Account,
  asset: IssuedAsset,
  by: bigint,
  ledger: number,
): readonly Holding[] {
  return holdings.map((each) =>
    isSameAsset(each.asset, asset)
      ? { ...each, balance: each.balance + by, lastModifiedLedger: ledger }
      : each,
  )
}

/** A trustline as it begins; `flags` come from those of the issuer. */
export function newHolding(
  asset: IssuedAsset,
  { limit = MAX_INT64, flags = TRUSTLINE_FLAGS.authorized as number, ledger }: LineTerms,
): Holding {
  return { asset, balance: 0n, limit, flags, lastModifiedLedger: ledger }
}
type LineTerms = { limit?: bigint; flags?: number; ledger: number }
