/** A request that the mock refused, or that did not reach it: as axios, which Pi's script uses, words it. */
export type RequestError = Error & {
  isAxiosError: true
  url: string
  code: 'ERR_BAD_REQUEST' | 'ERR_BAD_RESPONSE' | 'ERR_NETWORK'
  response?: { status: number; data: unknown }
}

export type RequestOptions = {
  method?: 'GET' | 'POST'
  body?: unknown
  token?: string
  signal?: AbortSignal
  keepalive?: boolean
}

/** Sends JSON and returns the JSON of a 2xx response. Rejects with a RequestError, or as the signal does. */
export async function request(url: string, options: RequestOptions = {}): Promise<unknown> {
  const { method = 'GET', body, token, signal, keepalive = false } = options
  const init: RequestInit = {
    method,
    keepalive,
    credentials: 'omit',
    cache: 'no-store',
    headers: {
      ...(token != null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal != null && { signal }),
  }
  const { ok, status, text } = await send(url, init)
  const data = parse(text)
  if (ok) return data
  const code = status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE'
  const message = `Request failed with status code ${status}`
  throw requestError(message, { code, url, response: { status, data } })
}

async function send(url: string, init: RequestInit) {
  try {
    const response = await fetch(url, init)
    return { ok: response.ok, status: response.status, text: await response.text() }
  } catch (cause) {
    init.signal?.throwIfAborted()
    throw requestError('Network Error', { code: 'ERR_NETWORK', url, cause })
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function requestError(
  message: string,
  { cause, ...fields }: Pick<RequestError, 'code' | 'url' | 'response'> & { cause?: unknown },
): RequestError {
  return Object.assign(new Error(message, { cause }), { isAxiosError: true as const, ...fields })
}

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && 'isAxiosError' in error
}

/** What went wrong, in the words of the mock if it gave a reason. */
export function describeFailure(error: unknown): string {
  if (!isRequestError(error)) return String(error)
  const { response } = error
  if (response == null) {
    return `${error.url} does not respond to this page. The mock responds to pages of this machine and to the registered origins of the app: is it running, and is ${location.origin} one of them?`
  }
  const data = response.data as { error?: string; error_message?: string } | undefined
  return data?.error_message ?? data?.error ?? error.message
}
