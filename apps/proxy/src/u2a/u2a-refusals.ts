import type { Payment } from '@aloha-pi/contracts'
import { alohaContract, alohaErrorForPi, commonAlohaErrors } from '@aloha-pi/contracts/aloha'
import { refusal, type Refusal } from '../http/refusal.ts'
import type { PiRefusal } from '../payouts/model/ports.ts'
import { readable, refusedRead, type ReadErrorCode } from '../upstream/pi-refusals.ts'
import type { U2aConflict } from './u2a-machine.ts'
import type { U2aAction } from './u2a-payment.ts'

/** Codes that acting on a payment returns. */
export type ActErrorCode =
  | ReadErrorCode
  | U2aConflict
  | 'not_verified'
  | 'verification_failed'
  | 'invalid_request'

/** The state of Pi's payment rules a command out: says why, and what is left to do. */
export function conflictRefusal(conflict: U2aConflict, payment: Payment): Refusal<U2aConflict> {
  const note = conflict === 'cancelled_payment' ? { note: whyCancelled(payment) } : {}
  return refusal(conflict, { id: payment.identifier }, note)
}

function whyCancelled({ status }: Payment): string {
  if (status.user_cancelled)
    return 'The user cancelled it: to pay, the user must begin a new payment'
  return status.developer_approved
    ? 'It was cancelled after its approval: to pay, the user must begin a new payment'
    : 'It was never approved: Pi cancels a payment that is not approved within 60 seconds of its creation, unless the app cancelled it before. To pay, the user must begin a new payment'
}

/** Pi refused a write for certain. A code that the contract does not have for the action passes as Pi's own. */
export function refusedWrite(
  action: U2aAction,
  id: string,
  response: PiRefusal,
): Refusal<ActErrorCode> {
  const code = alohaErrorForPi(response.code)
  const declared: readonly string[] = alohaContract.u2a[action].metadata.errors
  if (![...declared, ...commonAlohaErrors].includes(code)) return refusedRead(id, response)
  switch (code) {
    case 'payment_tx_present':
    case 'txid_mismatch':
    case 'not_verified':
      return refusal(code, { id })
    case 'verification_failed':
      return refusal(code, {
        id,
        reason: readable(response.verificationError ?? undefined) ?? 'it gives no reason',
      })
    case 'invalid_request':
      return refusal(code, { field: 'The request', rule: `is refused by Pi with ${response.code}` })
    default:
      return refusedRead(id, response)
  }
}
