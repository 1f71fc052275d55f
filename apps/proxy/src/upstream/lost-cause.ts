import {
  isAbortError,
  isAlohaPiError,
  isNetworkError,
  isPiApiError,
  isResponseShapeError,
  isTimeoutError,
} from '@aloha-pi/client'
import type { LostCause } from './pi-platform.ts'

/** What made a call fail. The client wraps it where the outcome of a write is unknown, which is not news here. */
export function reasonOf(error: unknown): unknown {
  const isWrapper = isAlohaPiError(error) && !isNetworkError(error) && !isPiApiError(error)
  return isWrapper && isAlohaPiError(error.cause) ? reasonOf(error.cause) : error
}

/** Why there is no answer that can be used; an error that is none of the way to Pi stays a fault. */
export function lostCauseOf(error: unknown): LostCause {
  if (isTimeoutError(error) || isAbortError(error)) return 'timeout'
  if (isNetworkError(error)) return 'unreachable'
  if (isResponseShapeError(error)) return 'unusable'
  throw error
}
