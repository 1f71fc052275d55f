import { platformErrors } from '@aloha-pi/contracts'
import { alohaContract, alohaErrorForPi } from '@aloha-pi/contracts/aloha'
import { refusal, type Refusal } from '../http/refusal.ts'
import type { PiRefusal, UnknownCause } from '../payouts/model/ports.ts'

/** Codes of a call to Pi that brought nothing. */
export type LostErrorCode = 'upstream_error' | 'upstream_timeout' | 'upstream_auth' | 'unavailable'
/** Codes that reading a payment returns. */
export type ReadErrorCode =
  | LostErrorCode
  | 'payment_not_found'
  | 'wrong_direction'
  | 'upstream_refused'
const PI_BUSY_SECONDS = 5

const lostErrors: Record<UnknownCause, () => Refusal<LostErrorCode>> = {
  timeout: () => refusal('upstream_timeout'),
  unreachable: () => refusal('upstream_error', { reason: 'the connection broke' }),
  unusable: () =>
    refusal('upstream_error', { reason: 'it is not in the format of the Platform API' }),
  unauthorized: () => refusal('upstream_auth'),
  busy: () =>
    refusal('unavailable', {}, { retryAfterSeconds: PI_BUSY_SECONDS, note: 'Pi limits calls' }),
}

/** No usable response from Pi. */
export function lostRefusal(cause: UnknownCause): Refusal<LostErrorCode> {
  return lostErrors[cause]()
}

export function unknownPayment(id: string): Refusal<'payment_not_found'> {
  return refusal('payment_not_found', { id })
}

/** A payment of the other direction: says on which route it is. */
export function wrongDirection(id: string, route: 'u2a' | 'a2u'): Refusal<'wrong_direction'> {
  const other = route === 'u2a' ? 'a2u' : 'u2a'
  const direction = other === 'a2u' ? 'app to user' : 'user to app'
  const path = alohaContract[other].details.path.replace(':piPayId', id)
  return refusal('wrong_direction', { id, direction, path })
}

/** Pi refused to read a payment. */
export function refusedRead(id: string, response: Pick<PiRefusal, 'code'>): Refusal<ReadErrorCode> {
  const code = alohaErrorForPi(response.code)
  if (code === 'payment_not_found') return unknownPayment(id)
  if (code === 'upstream_auth') return refusal(code)
  return refusedBecause(response)
}

/** Pi's own code, in our words. */
export function refusedBecause(
  response: Pick<PiRefusal, 'code'>,
): Refusal<'upstream_refused' | 'upstream_error'> {
  const code = readable(response.code)
  return code == null || alohaErrorForPi(code) === 'upstream_error'
    ? refusal('upstream_error', { reason: `it refused with ${code ?? 'an unknown code'}` })
    : refusedForGood(code)
}

/** A no of Pi that stays one. */
export function refusedForGood(code: string, note: { note?: string } = {}) {
  const known = readable(code)
  const values = { code: known ?? 'an unknown code', reason: meaning(known ?? '') }
  return refusal('upstream_refused', values, note)
}

/** Our own words for Pi's code: what an upstream writes in its messages is not passed on. */
function meaning(code: string): string {
  const known = Object.hasOwn(platformErrors, code)
    ? // hasOwn just checked it.
      platformErrors[code as keyof typeof platformErrors].message
    : ''
  return known === '' || known.includes('{') ? 'read the payment for its state' : known
}

/** A code as Pi writes them; anything else could be a page, or a secret repeated to us. */
export function readable(code: string | undefined): string | undefined {
  return code != null && /^[a-z][a-z0-9_]{0,47}$/.test(code) ? code : undefined
}
