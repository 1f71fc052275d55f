/** What must appear nowhere: exact values, each with the name to report it by. */
export type Canaries = Record<string, string>

/** P22: what a log, a metric or a response must not hold, whichever user or program it belongs to. */
const shapes = [
  ['a wallet seed', /\bS[A-Z2-7]{55}\b/],
  ['an API key in a header', /\bKey [\w-]{12,}/],
  ['a bearer token', /\bBearer [\w.-]{12,}/],
  ['a signed transaction', /\bAAAAAg[A-Za-z0-9+/]{60,}/],
] as const

/** P22: which secrets are in a text, without repeating them. */
export function findSecrets(text: string, canaries: Canaries): string[] {
  return [
    ...findCanaries(text, canaries),
    ...shapes.flatMap(([name, shape]) => (shape.test(text) ? [name] : [])),
  ]
}

/** The exact values only: for what carries signed transactions by its nature. */
export function findCanaries(text: string | Buffer, canaries: Canaries): string[] {
  return Object.entries(canaries).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []))
}
