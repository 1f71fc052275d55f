import type { PiApiError } from '@aloha-pi/client'
import { alohaErrorForPi } from '@aloha-pi/contracts/aloha'
import type { PiRefusal, Unknown, UnknownCause } from '../payouts/model/ports.ts'

/** Only a 4xx with a code of Pi's is a word of Pi; one against the key of this proxy says nothing about a payment. */
export function refusalOf(
  error: Pick<PiApiError, 'status' | 'code' | 'payment' | 'verificationError'>,
): PiRefusal | Unknown {
  const { status, code, payment, verificationError } = error
  if (status === 429) return unknown('busy')
  if (status === 408) return unknown('timeout')
  if (status >= 500) return unknown('unusable')
  if (code == null || code === '') return unknown(status === 401 ? 'unauthorized' : 'unusable')
  if (status === 401 && alohaErrorForPi(code) === 'upstream_auth') return unknown('unauthorized')
  return {
    kind: 'refused',
    status,
    code,
    payment: payment ?? null,
    verificationError: verificationError ?? null,
  }
}

/** A call that brought nothing that can be used. */
export function unknown(cause: UnknownCause, retryAfterMs: number | null = null): Unknown {
  return { kind: 'unknown', cause, retryAfterMs }
}
