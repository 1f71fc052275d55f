/** Takes one secret out of texts and errors. */
export type Redact = { text(text: string): string; error(error: unknown): Error }

const DEEPEST_CAUSE = 8
/** A shorter credential is a placeholder: taking it out would garble ordinary words and codes. */
const SHORTEST_SECRET = 16

/** Replaces the secret, also as JSON and URLs may write it, by `[redacted]`. */
export function createRedact(secret: string): Redact {
  const spellings = new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('/', '\\/'),
    encodeURIComponent(secret),
  ])
  if (secret.length < SHORTEST_SECRET) spellings.clear()
  const text = (from: string) =>
    [...spellings].reduce((clean, spelling) => clean.replaceAll(spelling, '[redacted]'), from)
  return { text, error: (error) => copyError(error, text, DEEPEST_CAUSE) }
}

/**
 * An error of fetch is copied, not kept: one of an injected fetch may carry the request with its
 * headers in any of its properties.
 */
function copyError(error: unknown, text: (from: string) => string, depth: number): Error {
  if (!(error instanceof Error)) return new Error(text(String(error)))
  const cause =
    error.cause == null || depth === 0 ? undefined : copyError(error.cause, text, depth - 1)
  const copy = new Error(text(error.message), cause == null ? {} : { cause })
  copy.name = text(error.name)
  copy.stack = text(error.stack ?? `${error.name}: ${error.message}`)
  const code = errorCode(error)
  return code == null ? copy : Object.assign(copy, { code: text(code) })
}

/** The `code` that Node and undici put on errors. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
