import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/wire'
import { withDeadline, type Limits } from './deadline.ts'
import { AbortError } from '../errors/abort-error.ts'
import { NetworkError, type NetworkFailure } from '../errors/network-error.ts'
import { ResponseShapeError, type ShapeFault } from '../errors/response-shape-error.ts'
import { TimeoutError } from '../errors/timeout-error.ts'
import { neverConnected } from './never-connected.ts'
import { readBytes } from './read-bytes.ts'
import { errorCode, type Redact } from './redact.ts'

export type Exchange = {
  url: string
  method: string
  headers: Record<string, string>
  body: string | undefined
  fetch: typeof globalThis.fetch
  limits: Limits
  maxResponseBytes: number
  redact: Redact
}

/** A complete response, not looked into yet; `bytes` are decompressed, `headers()` hold no secret. */
export type ApiResponse = {
  status: number
  headers: () => Headers
  bytes: Uint8Array
  requestId: string | undefined
}

/** Sends one request, once, and reads the whole response. Redirects are never followed. */
export function exchange(call: Exchange): Promise<ApiResponse> {
  const request = `${call.method} ${call.url}`
  const endings = {
    timedOut: () => new TimeoutError(request, call.limits.timeoutMs),
    aborted: (sent: boolean, cause: unknown) => new AbortError(request, { sent, cause }),
  }
  return withDeadline(call.limits, endings, async (signal) => {
    const response = await send(call, request, signal)
    const { status, headers } = response
    const requestId = readRequestId(headers, call.redact)
    const refuse = (fault: ShapeFault, sentence: string) =>
      new ResponseShapeError(request, fault, { status, requestId, sentence })
    if (isRedirect(response)) {
      discard(response)
      throw refuse(
        'redirect',
        'a redirect, which is never followed: set baseUrl to the API itself.',
      )
    }
    const bytes = await receive(call, request, response, signal)
    if (bytes != null) {
      return { status, headers: redactOnce(headers, call.redact), bytes, requestId }
    }
    throw refuse('too_large', `and a body larger than ${call.maxResponseBytes} bytes.`)
  })
}

/** A copy, which is made when it is first asked for: most calls never ask. */
function redactOnce(headers: Headers, redact: Redact): () => Headers {
  let copy: Headers | undefined
  return () => (copy ??= redact.headers(headers))
}

async function send(call: Exchange, request: string, signal: AbortSignal): Promise<Response> {
  const { url, method, headers, body } = call
  const init: RequestInit = body == null ? { method, headers } : { method, headers, body }
  try {
    // Not redirect 'error': Cloudflare Workers refuse it, and it looks like a broken network.
    const response = await call.fetch(url, { ...init, signal, redirect: 'manual' })
    if (!signal.aborted) return response
    discard(response)
  } catch (error) {
    signal.throwIfAborted()
    throw networkError(call, request, error, neverConnected(error) ? 'not_connected' : 'no_answer')
  }
  throw signal.reason
}

async function receive(call: Exchange, request: string, response: Response, signal: AbortSignal) {
  try {
    return await readBytes(response.body, call.maxResponseBytes, signal)
  } catch (error) {
    signal.throwIfAborted()
    throw networkError(call, request, error, 'answer_ended_early')
  }
}

function networkError(call: Exchange, request: string, error: unknown, failure: NetworkFailure) {
  const cause = call.redact.error(error)
  return new NetworkError(request, failure, { code: innermostCode(cause), cause })
}

/** fetch wraps the system's error, once or twice. */
function innermostCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  return innermostCode(error.cause) ?? errorCode(error)
}

/** Browsers hide a redirect that is not followed; an injected fetch may have followed it all the same. */
function isRedirect({ type, status, redirected }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400) || redirected
}

function discard({ body }: Response) {
  // The response is refused already: whether its stream closes cleanly changes nothing.
  body?.cancel().catch(() => {})
}

function readRequestId(headers: Headers, redact: Redact): string | undefined {
  const id = headers.get(REQUEST_ID_HEADER)
  return id != null && /^[\w.:+/=-]{1,128}$/.test(id) ? redact.text(id) : undefined
}
