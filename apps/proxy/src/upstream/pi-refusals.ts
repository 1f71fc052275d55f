import { platformErrors, type Payment } from '@aloha-pi/contracts'
import {
  alohaContract,
  alohaErrorForPi,
  commonAlohaErrors,
  CURSOR_RULE,
} from '@aloha-pi/contracts/aloha'
import { refusal, type Refusal } from '../http/refusal.ts'
import { payoutRecord } from '../a2u/payout-wire.ts'
import type { Payout } from '../payouts/model/payout.ts'
import type { LostCause } from './pi-platform.ts'
import type { Lost, Refused, U2aConflict } from '../u2a/u2a-machine.ts'
import type { U2aAction } from '../u2a/u2a-payment.ts'

/** Codes of a call to Pi that brought nothing. */
export type LostErrorCode = 'upstream_error' | 'upstream_timeout' | 'upstream_auth' | 'unavailable'
/** Codes that reading a payment answers. */
export type ReadErrorCode =
  | LostErrorCode
  | 'payment_not_found'
  | 'wrong_direction'
  | 'upstream_refused'
/** Codes that acting on a payment answers. */
export type ActErrorCode =
  | ReadErrorCode
  | U2aConflict
  | 'not_verified'
  | 'verification_failed'
  | 'invalid_request'

const PI_BUSY_SECONDS = 5

const lostErrors: Record<LostCause, () => Refusal<LostErrorCode>> = {
  timeout: () => refusal('upstream_timeout'),
  unreachable: () => refusal('upstream_error', { reason: 'the connection broke' }),
  unusable: () => refusal('upstream_error', { reason: 'the answer is none of the Platform API' }),
  unauthorized: () => refusal('upstream_auth'),
  busy: () =>
    refusal('unavailable', {}, { retryAfterSeconds: PI_BUSY_SECONDS, note: 'Pi limits calls' }),
}

/** No usable answer from Pi. */
export function lostRefusal(lost: Lost): Refusal<LostErrorCode> {
  return lostErrors[lost.cause]()
}

/** Too late to cancel. */
export function alreadyPaid(payout: Payout): Refusal<'already_paid'> {
  const record = payoutRecord('select', payout)
  return { ...refusal('already_paid', { id: payout.piId ?? payout.id }), record }
}

/** A cursor that no page of this client had. */
export function unknownCursor(): Refusal<'invalid_request'> {
  return refusal('invalid_request', { field: 'cursor', rule: CURSOR_RULE })
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

/** The state of Pi's payment rules a command out: says why, and what is left to do. */
export function conflictRefusal(conflict: U2aConflict, payment: Payment): Refusal<U2aConflict> {
  const note = conflict === 'cancelled_payment' ? { note: whyCancelled(payment) } : {}
  return refusal(conflict, { id: payment.identifier }, note)
}

function whyCancelled({ status }: Payment): string {
  if (status.user_cancelled) return 'The user cancelled it: to pay, the user has to begin again'
  return status.developer_approved
    ? 'It was cancelled after its approval: to pay, the user has to begin again'
    : 'It was never approved: Pi cancels a payment that is not approved within 60 seconds of its creation, if the app did not cancel it before. To pay, the user has to begin again'
}

/** Pi refused to read a payment. */
export function refusedRead(id: string, answer: Refused): Refusal<ReadErrorCode> {
  const code = alohaErrorForPi(answer.code)
  if (code === 'payment_not_found') return unknownPayment(id)
  if (code === 'upstream_auth') return refusal(code)
  return refusedBecause(answer)
}

/** Pi refused a write for certain. A code that the contract does not have for the action passes as Pi's own. */
export function refusedWrite(
  action: U2aAction,
  id: string,
  answer: Refused,
): Refusal<ActErrorCode> {
  const code = alohaErrorForPi(answer.code)
  const declared: readonly string[] = alohaContract.u2a[action].metadata.errors
  if (![...declared, ...commonAlohaErrors].includes(code)) return refusedRead(id, answer)
  switch (code) {
    case 'payment_tx_present':
    case 'txid_mismatch':
    case 'not_verified':
      return refusal(code, { id })
    case 'verification_failed':
      return refusal(code, {
        id,
        reason: readable(answer.verificationError) ?? 'it gives no reason',
      })
    case 'invalid_request':
      return refusal(code, { field: 'The request', rule: `is refused by Pi with ${answer.code}` })
    default:
      return refusedRead(id, answer)
  }
}

/** Pi's own code, in our words. */
export function refusedBecause(
  answer: Pick<Refused, 'code'>,
): Refusal<'upstream_refused' | 'upstream_error'> {
  const code = readable(answer.code)
  return code == null || alohaErrorForPi(code) === 'upstream_error'
    ? refusal('upstream_error', { reason: `it refuses with ${code ?? 'an odd code'}` })
    : refusedForGood(code)
}

/** A no of Pi that stays one. */
export function refusedForGood(code: string, note: { note?: string } = {}) {
  const known = readable(code)
  const values = { code: known ?? 'an odd code', reason: meaning(known ?? '') }
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
function readable(code: string | undefined): string | undefined {
  return code != null && /^[a-z][a-z0-9_]{0,47}$/.test(code) ? code : undefined
}
