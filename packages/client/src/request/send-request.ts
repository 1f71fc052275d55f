import type { WithResponse } from './api-promise.ts'
import type { ClientConfig } from '../options/client-config.ts'
import type { ApiError } from '../errors/api-error.ts'
import { exchange, type ApiResponse } from './exchange.ts'
import { tell, type RequestEvent } from '../options/hooks.ts'
import type { PreparedRequest } from './prepare-request.ts'
import { readResponse } from './read-response.ts'
import type { Redact } from './redact.ts'

/** Reads a response with a 4xx or 5xx status in the shape of one API. */
export type ReadRefusal = (request: string, response: ApiResponse, redact: Redact) => ApiError

/** Sends a request once: returns only declared 2xx responses, throws everything else. */
export async function sendRequest<Data>(
  config: ClientConfig,
  readRefusal: ReadRefusal,
  request: PreparedRequest<Data>,
  event: RequestEvent,
  limits: { timeoutMs: number; signal: AbortSignal | undefined },
): Promise<WithResponse<Data>> {
  const { fetch, maxResponseBytes, hooks } = config
  if (limits.signal?.aborted !== true) tell(hooks.request, event)
  const response = await exchange({ ...request, fetch, limits, maxResponseBytes })
  const { status, requestId, headers } = response
  if (hooks.response != null) {
    tell(hooks.response, { ...event, status, requestId, headers: headers() })
  }
  const name = `${request.method} ${request.url}`
  if (status >= 400) throw readRefusal(name, response, request.redact)
  const data = readResponse(name, request, response)
  return {
    data,
    status,
    requestId,
    get headers() {
      return headers()
    },
  }
}
