/** Takes one secret out of texts, JSON values and errors. */
export type Redact = {
  text(text: string): string
  json(value: unknown): unknown
  /** A copy, also without `set-cookie`. */
  headers(headers: Headers): Headers
  error(error: unknown): Error
}

/** Causes are followed this far: a chain may turn in a circle. */
export const DEEPEST_CAUSE = 8
/** A JSON value nested deeper would overflow the stack when it is copied or printed. */
const DEEPEST_JSON = 64
/** A shorter credential is a placeholder: taking it out would garble ordinary words and codes. */
const SHORTEST_SECRET = 16

/** Replaces the secret, also as JSON and URLs may write it, by `[redacted]`. */
export function createRedact(secret: string): Redact {
  const all = new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
  const spellings = secret.length < SHORTEST_SECRET ? [] : [...all]
  const text = (from: string) =>
    spellings.reduce((clean, spelling) => clean.replaceAll(spelling, '[redacted]'), from)
  return {
    text,
    json: (value) => copyJson(value, text, DEEPEST_JSON),
    headers: (headers) => copyHeaders(headers, text),
    error: (error) => copyError(error, text, DEEPEST_CAUSE),
  }
}

function copyHeaders(headers: Headers, text: (from: string) => string): Headers {
  const copy = new Headers()
  headers.forEach((value, name) => name !== 'set-cookie' && copy.append(name, text(value)))
  return copy
}

function copyJson(value: unknown, text: (from: string) => string, depth: number): unknown {
  if (typeof value === 'string') return text(value)
  if (typeof value !== 'object' || value == null) return value
  if (depth === 0) return '[nested too deeply]'
  if (Array.isArray(value)) return value.map((each) => copyJson(each, text, depth - 1))
  const copies = Object.entries(value).map(([k, v]) => [text(k), copyJson(v, text, depth - 1)])
  return Object.fromEntries(copies)
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
