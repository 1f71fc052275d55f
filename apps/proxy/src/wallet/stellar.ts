import type * as base from '@stellar/stellar-sdk/base'

/** Stellar's library, without its network clients. */
export type Stellar = typeof base

let loading: Promise<Stellar> | undefined

/** Loads Stellar's library on the first call that needs it: it takes longer than everything else at start. */
export function loadStellar(): Promise<Stellar> {
  loading ??= import('@stellar/stellar-sdk/base')
  return loading
}

/** Begins to load it. Callers of `loadStellar` wait for the rest, and get a failure. */
export function beginToLoadStellar() {
  loadStellar().catch(() => undefined)
}
