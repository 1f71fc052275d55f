import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'

export type CallOptions = {
  /** Ends the call with AbortError: its requests, and the waiting between them. */
  signal?: AbortSignal | undefined
  /** Instead of the client's own `timeoutMs`. */
  timeoutMs?: number | undefined
  /** Instead of the client's own `retries`. */
  retries?: number | undefined
}

/** Longest delay of a JavaScript timer; a longer one fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1
const MAX_RETRIES = 10

/** Checks the options of a call, or the client's own of the same names. */
export function checkCallOptions({ signal, timeoutMs, retries }: CallOptions) {
  if (timeoutMs != null) checkMilliseconds('timeoutMs', timeoutMs)
  if (retries != null && !isWhole(retries, 0, MAX_RETRIES)) {
    throw new InvalidArgumentError('retries', `must be a whole number from 0 to ${MAX_RETRIES}`)
  }
  // Not instanceof: a signal of another realm or polyfill serves as well.
  if (signal != null && typeof signal.addEventListener !== 'function') {
    throw new InvalidArgumentError('signal', 'must be an AbortSignal')
  }
}

export function checkMilliseconds(field: string, ms: number) {
  if (!isWhole(ms, 1, MAX_TIMER_MS)) {
    throw new InvalidArgumentError(
      field,
      `must be a whole number of milliseconds from 1 to ${MAX_TIMER_MS}`,
    )
  }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most
}
