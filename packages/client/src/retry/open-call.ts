import type { WithResponse } from '../request/api-promise.ts'
import { checkCallOptions, type CallOptions } from '../options/call-options.ts'
import type { ClientConfig } from '../options/client-config.ts'
import type { AlohaPiError } from '../errors/aloha-pi-error.ts'
import { ApiError } from '../errors/api-error.ts'
import { tell, type RequestEvent } from '../options/hooks.ts'
import type { PreparedRequest } from '../request/prepare-request.ts'
import { backoffMs } from './backoff.ts'
import { sendRequest, type ReadRefusal } from '../request/send-request.ts'

/** One call of a method: its requests share the limits, the number of retries and the hooks. */
export type Call = {
  /** How often it may try again, as given. */
  retries: number
  /** One request. */
  send<Data>(request: PreparedRequest<Data>): Promise<WithResponse<Data>>
  /** Waits, and returns true, when there may be another try after this failure. */
  again(error: AlohaPiError): Promise<boolean>
}

/** Opens a call of one client; throws InvalidArgumentError for a bad option. */
export type OpenCall = (options?: CallOptions) => Call

/** Numbers the calls of one client. */
export function createCallOpener(config: ClientConfig, readRefusal: ReadRefusal): OpenCall {
  let calls = 0
  return (options = {}) => {
    checkCallOptions(options)
    const { signal, timeoutMs = config.timeoutMs, retries = config.retries } = options
    const call = ++calls
    let attempt = 0
    let retried = 0
    let last: RequestEvent | undefined
    return {
      retries,
      send(request) {
        const { operation, method, url } = request
        last = { operation, call, attempt: ++attempt, method, url }
        return sendRequest(config, readRefusal, request, last, { timeoutMs, signal })
      },
      async again(error) {
        if (retried === retries || last == null) return false
        const asked = error instanceof ApiError ? error.retryAfterMs : undefined
        const delayMs = backoffMs(retried + 1, config.random, asked)
        if (delayMs == null) return false
        retried++
        tell(config.hooks.retry, { ...last, error, delayMs })
        // It ends early when the signal aborts; the next request then ends the call.
        await config.sleep(delayMs, signal)
        return true
      },
    }
  }
}
