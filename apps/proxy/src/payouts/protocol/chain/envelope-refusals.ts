/** Refusals that say that the envelope itself is wrong: our bug, or another seed or network. */
const BROKEN = new Set([
  'tx_bad_auth',
  'tx_bad_auth_extra',
  'tx_malformed',
  'transaction_malformed',
])

/**
 * Whether Horizon says that this envelope can never apply. Once may be a response to something else, so nothing is given
 * up for it before a ledger shows that the envelope has run out.
 */
export function isBroken(code: string | null): boolean {
  return code != null && BROKEN.has(code)
}
