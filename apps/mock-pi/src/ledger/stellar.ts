import type * as base from '@stellar/stellar-sdk/base'

/** Stellar's library, without its network clients. */
export type Stellar = typeof base

let loading: Promise<Stellar> | undefined
let loaded: Stellar | undefined

/** Loads Stellar's library on the first call that needs it: it takes longer than everything else at start. */
export function loadStellar(): Promise<Stellar> {
  loading ??= import('@stellar/stellar-sdk/base').then((stellar) => (loaded = stellar))
  return loading
}

/** The library for what happens after a transaction was decoded, which cannot be before it was loaded. */
export function loadedStellar(): Stellar {
  if (loaded == null) throw new Error('Stellar’s library is used before it is loaded')
  return loaded
}
