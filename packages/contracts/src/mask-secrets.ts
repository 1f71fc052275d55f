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

/** In a JSON text `\n` and `\u001b` are not part of what follows them. An even number of backslashes escapes nothing. */
const ODD_BACKSLASHES = String.raw`(?<!\\)(?:\\\\)*\\`
const NOT_AN_ESCAPE = `(?<!${ODD_BACKSLASHES}(?=[bfnrtu])|${ODD_BACKSLASHES}u[\\da-f]{0,3})`
/**
 * As long as a Server API key of Pi, whose first letter may have been read as an escape. A run of hexadecimal digits is
 * a transaction hash, and no key. The length comes first, because it takes longer to look back at each place.
 */
const LONG_RUN = new RegExp(`(?=[a-z0-9]{63})${NOT_AN_ESCAPE}[a-z0-9]{63,}`, 'g')
/** A transaction in base64, which holds no secret and begins with four zero bytes; or as long as an access token of Pi. */
const TRANSACTION_OR_TOKEN = new RegExp(
  `AAAA[\\w+/]+|(?=[\\w-]{40})${NOT_AN_ESCAPE}[\\w-]{40,}`,
  'g',
)
const TRANSACTION = /^AAAA[\w+/]{100}/
const HEXADECIMAL = /^[0-9a-f]+$/i
/** 32 random bytes in base64url have fewer than four capitals, or fewer than four small letters, once in a million. */
const FOUR_CAPITALS = /(?:[A-Z][^A-Z]*){4}/
const FOUR_SMALL = /(?:[a-z][^a-z]*){4}/

/** A percent-escape of ASCII, also one whose own `%` is escaped: `%53`, `%2553`. */
const PERCENT_ESCAPE = /%(?:25)*([2-7][\da-f])/gi
/** Characters of secrets, and `%`. None of them can end a string of JSON. */
const DECODED = /[\w.~+/=%-]/
const MAX_DECODING = 3

/** What LONG_RUN and TRANSACTION_OR_TOKEN consist of, and the shortest secret that they find. */
const RUN_CHARACTERS = Array.from({ length: 128 }, (_, code) =>
  /[\w+/-]/.test(String.fromCharCode(code)),
)
const SHORTEST_RUN = 40

/**
 * The text without what looks like a wallet seed, a Server API key, an access token or a key of the proxy: anyone may
 * have pasted one where an id belongs, also with percent-escapes. Transaction hashes stay readable.
 */
export function maskSecrets(text: string): string {
  const decoded = decodeLetters(text)
  if (decoded === text) return maskPlain(text)
  const masked = maskPlain(decoded)
  return masked === decoded ? text : masked
}

/** Only what a secret is made of is decoded, so that a line of a log stays one line. */
function decodeLetters(text: string): string {
  let decoded = text
  for (let round = 0; round < MAX_DECODING && decoded.includes('%'); round += 1) {
    decoded = decoded.replace(PERCENT_ESCAPE, (escape, digits: string) => {
      const character = String.fromCharCode(Number.parseInt(digits, 16))
      return DECODED.test(character) ? character : escape
    })
  }
  return decoded
}

function maskPlain(text: string): string {
  const named = SECRETS.reduce((left, [pattern, mask]) => left.replace(pattern, mask), text)
  if (!hasLongRun(named)) return named
  return named
    .replace(LONG_RUN, (run) => (HEXADECIMAL.test(run) ? run : '… (an API key)'))
    .replace(TRANSACTION_OR_TOKEN, (run) => (isToken(run) ? '… (a token)' : run))
}

/** In most texts there is none, and the two patterns, which look back at each place, take ten times as long. */
function hasLongRun(text: string): boolean {
  let length = 0
  for (let at = 0; at < text.length && length < SHORTEST_RUN; at += 1) {
    length = RUN_CHARACTERS[text.charCodeAt(at)] === true ? length + 1 : 0
  }
  return length >= SHORTEST_RUN
}

function isToken(run: string): boolean {
  if (run.length < SHORTEST_RUN || TRANSACTION.test(run) || HEXADECIMAL.test(run)) return false
  return FOUR_CAPITALS.test(run) && FOUR_SMALL.test(run)
}
