import type { VerificationError } from '@aloha-pi/contracts/platform'
import {
  enter,
  type AppPayment,
  type AppPaymentState,
  type Decision,
  type PaymentRefusal,
  type PaymentTerms,
} from './payment-record.ts'

/** What Pi finds on the chain when it gets a transaction. */
export type Finding =
  | { kind: 'matches' | 'too_young' | 'unknown' }
  | { kind: 'differs'; error: VerificationError }

export type AppPaymentCommand =
  | { type: 'approve' | 'cancel' }
  | { type: 'complete'; txid: string; finding: Finding }

type Column = 'approve' | 'cancel' | Finding['kind']
type Move = { to: AppPaymentState } | { refuse: PaymentRefusal }
const to = (state: AppPaymentState): Move => ({ to: state })
const refuse = (refusal: PaymentRefusal): Move => ({ refuse: refusal })
const refuseAll = (refusal: PaymentRefusal): Record<Column, Move> => ({
  approve: refuse(refusal),
  matches: refuse(refusal),
  differs: refuse(refusal),
  too_young: refuse(refusal),
  unknown: refuse(refusal),
  cancel: refuse(refusal),
})

/**
 * The legal moves; a completion has a column for each thing that Pi may find. A transaction that differs is
 * linked, although the completion is refused with what differs.
 */
const moves: Record<AppPaymentState, Record<Column, Move>> = {
  approved: {
    approve: refuse('already_approved'),
    matches: to('completed'),
    differs: to('linked'),
    too_young: refuse('not_settled'),
    unknown: refuse('tx_not_found'),
    cancel: to('cancelled'),
  },
  linked: {
    ...refuseAll('payment_already_linked_with_a_tx'),
    approve: refuse('already_approved'),
    cancel: refuse('tx_present'),
  },
  completed: refuseAll('already_completed'),
  cancelled: refuseAll('cancelled'),
}

/** A new app-to-user payment: approved at once, and silent about money until it is completed. */
export function newAppPayment(terms: PaymentTerms, fromAddress: string, now: number): AppPayment {
  return {
    ...terms,
    direction: 'app_to_user',
    state: 'approved',
    createdAt: now,
    fromAddress,
    txid: null,
    timeline: [
      { at: now, event: 'created' },
      { at: now, event: 'approved' },
    ],
  }
}

/** What `command` does to the payment at `now`. */
export function decideAppPayment(
  payment: AppPayment,
  command: AppPaymentCommand,
  now: number,
): Decision<AppPayment> {
  if (
    command.type === 'complete' &&
    payment.state === 'completed' &&
    payment.txid !== command.txid
  ) {
    return { ok: false, refusal: 'txid_mismatch', payment }
  }
  const next =
    moves[payment.state][command.type === 'complete' ? command.finding.kind : command.type]
  if ('refuse' in next) return { ok: false, refusal: next.refuse, payment }
  const entered = enter(payment, next.to, now)
  if (command.type !== 'complete') return { ok: true, payment: entered }
  const { txid, finding } = command
  const linked = { ...entered, txid }
  return finding.kind === 'differs'
    ? { ok: false, refusal: finding.error, payment: linked }
    : { ok: true, payment: linked }
}
