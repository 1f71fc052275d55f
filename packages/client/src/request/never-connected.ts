import { DEEPEST_CAUSE, errorCode } from './redact.ts'

const CONNECT_CALLS = new Set<unknown>(['connect', 'getaddrinfo'])
const CONNECT_CODES = new Set<unknown>(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])

/**
 * Whether an error of fetch proves that no connection was made, so that the request cannot have been
 * seen. Node reports it; where nothing is reported, the result is no.
 */
export function neverConnected(error: unknown, depth = DEEPEST_CAUSE): boolean {
  if (!(error instanceof Error) || depth === 0) return false
  if (error instanceof AggregateError) {
    const { errors } = error
    return errors.length > 0 && errors.every((each) => neverConnected(each, depth - 1))
  }
  if ('syscall' in error && CONNECT_CALLS.has(error.syscall)) return true
  return CONNECT_CODES.has(errorCode(error)) || neverConnected(error.cause, depth - 1)
}
