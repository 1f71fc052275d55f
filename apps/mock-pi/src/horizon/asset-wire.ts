import type { Asset } from '../ledger/envelope.ts'

/** An asset as Horizon names it: the type shows how long its code may be. */
export function assetToWire(asset: Asset) {
  if (asset === 'native') return { asset_type: 'native' }
  return {
    asset_type: asset.code.length <= 4 ? 'credit_alphanum4' : 'credit_alphanum12',
    asset_code: asset.code,
    asset_issuer: asset.issuer,
  }
}

/** An asset in one text: `native`, or its code and issuer. */
export function canonicalAsset(asset: Asset): string {
  return asset === 'native' ? asset : `${asset.code}:${asset.issuer}`
}
