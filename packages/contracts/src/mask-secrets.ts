/** Each secret that people paste in the wrong place, and what is written instead. */
const SECRETS: readonly [pattern: RegExp, mask: string][] = [
  // A wallet's secret key in Stellar's text form (SEP-23).
  [/S[A-Z2-7]{55}/g, 'S… (a wallet seed)'],
  // Also as a path carries it. A shorter word after it is prose.
  [/\bBearer(?:\s|%20|\+)+[\w.~+/=-]{16,}/gi, 'Bearer … (a token)'],
  // The id of a key is 11 characters and no secret.
  [/aloha_(live|test)_\w{12,}/g, 'aloha_$1_… (an API key)'],
  [/alohamock[a-z0-9]{16,}/g, 'alohamock… (an API key)'],
]

/** As long as a Server API key of Pi. A run of hexadecimal digits is a transaction hash, and no key. */
const LONG_RUN = /[a-z0-9]{64,}/g
const HEXADECIMAL = /^[0-9a-f]+$/

/**
 * The text without what looks like a wallet seed, a Server API key, a bearer token or a key of the proxy: anyone may
 * have pasted one where an id belongs. Transaction hashes stay readable.
 */
export function maskSecrets(text: string): string {
  const masked = SECRETS.reduce((left, [pattern, mask]) => left.replace(pattern, mask), text)
  return masked.replace(LONG_RUN, (run) => (HEXADECIMAL.test(run) ? run : '… (an API key)'))
}
