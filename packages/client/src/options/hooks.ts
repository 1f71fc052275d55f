import type { AlohaPiError } from '../errors/aloha-pi-error.ts'

/** One request of a call. A call that retries, or reads after a lost response, makes several. */
export type RequestEvent = {
  /** The client's own method that sends it, like `payments.approve`. */
  operation: string
  /** Numbers the calls of one client from 1: requests of one call have the same. */
  call: number
  /** Numbers the requests of one call from 1. */
  attempt: number
  method: string
  url: string
}

/** A whole response, whatever its status. */
export type ResponseEvent = RequestEvent & {
  status: number
  requestId: string | undefined
  /** Without `set-cookie`; a credential that the server repeats is taken out. */
  headers: Headers
}

/** Another request will follow a failed one, after `delayMs`. */
export type RetryEvent = RequestEvent & { error: AlohaPiError; delayMs: number }

/**
 * Get every event, for logs, metrics and traces, and see no key and no token. They change nothing:
 * what a hook throws surfaces as an unhandled rejection, and the call goes on.
 */
export type ClientHooks = {
  request?: ((event: RequestEvent) => void) | undefined
  response?: ((event: ResponseEvent) => void) | undefined
  retry?: ((event: RetryEvent) => void) | undefined
}

/** Calls a hook; a fault of the hook must not decide what becomes of a payment. */
export function tell<Event>(hook: ((event: Event) => void) | undefined, event: Event) {
  try {
    hook?.(event)
  } catch (error) {
    void Promise.reject(error)
  }
}
