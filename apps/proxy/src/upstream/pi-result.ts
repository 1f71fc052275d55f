import {
  isAbortError,
  isAlohaPiError,
  isNetworkError,
  isPiApiError,
  isResponseShapeError,
  isTimeoutError,
  type PiApiError,
} from '@aloha-pi/client'
import { alohaErrorForPi } from '@aloha-pi/contracts/aloha'
import type { PiRefusal, PiResult, Unknown, UnknownCause } from '../payouts/model/ports.ts'

type ErrorResponse = Pick<PiApiError, 'status' | 'code' | 'payment' | 'verificationError'>
/** What an error response of Pi means to the one that called. */
export type ReadRefusal = (error: ErrorResponse) => PiRefusal | Unknown

/** For a request of a client: only a 4xx with a code of Pi's is a word of Pi. */
export const refusalForRequest: ReadRefusal = (error) => {
  const { status, code, payment, verificationError } = error
  if (status === 429) return unknown('busy')
  if (status >= 500) return unknown('unusable')
  if (code == null || code === '') return unknown(status === 401 ? 'unauthorized' : 'unusable')
  return {
    kind: 'refused',
    status,
    code,
    payment: payment ?? null,
    verificationError: verificationError ?? null,
  }
}

/** For payouts: a 408, or a 401 against the key of this proxy, says nothing about a payment, whatever its code. */
export const refusalForPayouts: ReadRefusal = (error) => {
  const { status, code } = error
  if (status === 408) return unknown('timeout')
  const isAgainstKey = status === 401 && alohaErrorForPi(code) === 'upstream_auth'
  return isAgainstKey ? unknown('unauthorized') : refusalForRequest(error)
}

/** What a call of the client came to; an error that is none of the way to Pi stays a fault. */
export async function resultOf<Value>(
  request: Promise<Value>,
  readRefusal: ReadRefusal,
): Promise<PiResult<Value>> {
  try {
    return { kind: 'ok', value: await request }
  } catch (thrown) {
    const error = reasonOf(thrown)
    if (isPiApiError(error)) return readRefusal(error)
    if (isTimeoutError(error) || isAbortError(error)) return unknown('timeout')
    if (isNetworkError(error)) return unknown('unreachable')
    if (isResponseShapeError(error)) return unknown('unusable')
    throw error
  }
}

/** What made a call fail. The client wraps it where the outcome of a write is unknown, which is not news here. */
function reasonOf(error: unknown): unknown {
  const isWrapper = isAlohaPiError(error) && !isNetworkError(error) && !isPiApiError(error)
  return isWrapper && isAlohaPiError(error.cause) ? reasonOf(error.cause) : error
}

/** A call that brought nothing that can be used. */
export function unknown(cause: UnknownCause): Unknown {
  return { kind: 'unknown', cause, retryAfterMs: null }
}
