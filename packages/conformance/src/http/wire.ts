export type Header = readonly [name: string, value: string]

/** A request as it goes out: headers in their order, also several of one name; `url` is never normalised. */
export type WireRequest = {
  method: string
  origin: string
  /** With the query, as it is in the request line. */
  path: string
  headers: readonly Header[]
  body?: string | undefined
}

/** A response as it came; header names in lower case. */
export type WireResponse = { status: number; headers: readonly Header[]; text: string }

/** Port: sends one request once and reads the whole response; throws `NoResponseError` when there is none. */
export type Send = (request: WireRequest) => Promise<WireResponse>

/** Nothing usable came back. The message says why; it holds no header. */
export class NoResponseError extends Error {
  override name = 'NoResponseError'
}

/** The value of a header; several of one name are joined as HTTP says. */
export function headerOf(
  { headers }: Pick<WireResponse, 'headers'>,
  name: string,
): string | undefined {
  const values = headers.filter(([each]) => each === name).map(([, value]) => value)
  return values.length === 0 ? undefined : values.join(', ')
}

/** The body as JSON; undefined when it is empty or no JSON. */
export function jsonOf({ text }: Pick<WireResponse, 'text'>): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
