import type { Payment } from '@aloha-pi/contracts'
import type { PiRefusal, PiResult, UnknownCause } from '../payouts/model/ports.ts'
import { isCancelled } from '../payouts/protocol/check-payment.ts'
import type { PendingCall, U2aAction, U2aStatus } from './u2a-payment.ts'

/** What a client asks for. */
export type U2aCommand =
  | { action: 'approve' }
  | { action: 'complete'; txid: string }
  | { action: 'abort' }

/** What is noted while a command is under way. */
export function callOf(command: U2aCommand): PendingCall {
  return command.action === 'complete' ? `complete:${command.txid}` : command.action
}

/** Why the state of Pi's payment rules a command out. */
export type U2aConflict =
  | 'cancelled_payment'
  | 'already_completed'
  | 'payment_tx_present'
  | 'txid_mismatch'

export type Plan = { next: 'send' } | { next: 'done' } | { next: 'refuse'; conflict: U2aConflict }

/** What to do about a command, given the payment as Pi shows it. */
export function planCommand(command: U2aCommand, payment: Payment): Plan {
  const { status, transaction } = payment
  switch (command.action) {
    case 'approve':
      if (isCancelled(payment)) return refuse('cancelled_payment')
      return { next: status.developer_approved ? 'done' : 'send' }
    case 'complete':
      if (status.developer_completed) {
        if (transaction == null) return refuse('already_completed')
        return transaction.txid === command.txid ? { next: 'done' } : refuse('txid_mismatch')
      }
      if (isCancelled(payment)) return refuse('cancelled_payment')
      return transaction == null || transaction.txid === command.txid
        ? { next: 'send' }
        : refuse('txid_mismatch')
    case 'abort':
      if (isCancelled(payment)) return { next: 'done' }
      if (status.developer_completed) return refuse('already_completed')
      return transaction == null ? { next: 'send' } : refuse('payment_tx_present')
  }
}

/** The state to record for a payment as Pi shows it. */
export function statusShown(payment: Payment): U2aStatus {
  if (payment.status.developer_completed) return 'completed'
  if (isCancelled(payment)) return 'aborted'
  return payment.status.developer_approved ? 'approved' : 'seen'
}

/** Of which actions the payment, as Pi shows it, says how they ended. */
export function settledBy(payment: Payment): U2aAction[] {
  const { developer_approved, developer_completed } = payment.status
  const settled: U2aAction[] = []
  // Pi completes nothing that was not approved.
  if (developer_approved || developer_completed) settled.push('approve')
  if (developer_completed) settled.push('complete')
  if (isCancelled(payment)) settled.push('abort')
  return settled
}

/** How a command ended. */
export type Outcome =
  | { kind: 'done'; payment: Payment }
  | { kind: 'conflict'; conflict: U2aConflict; payment: Payment }
  | { kind: 'refused'; response: PiRefusal }
  | { kind: 'unknown'; cause: UnknownCause }

/**
 * After the response to a write. Only a response that shows the effect settles it. Everything else is read
 * before it is trusted: a refusal can mean that an identical call was faster.
 */
export function afterWrite(command: U2aCommand, written: PiResult<Payment>): Outcome | 'read' {
  if (written.kind === 'ok' && planCommand(command, written.value).next === 'done') {
    return { kind: 'done', payment: written.value }
  }
  // A Pi that limits calls is not asked again.
  if (written.kind === 'unknown' && written.cause === 'busy') {
    return { kind: 'unknown', cause: 'busy' }
  }
  return 'read'
}

/** After the read that follows the `writes`th write. */
export function afterRead(
  command: U2aCommand,
  written: PiResult<Payment>,
  seen: PiResult<Payment>,
  writes: number,
): Outcome | 'repeat' {
  if (seen.kind === 'ok') {
    const { value: payment } = seen
    const plan = planCommand(command, payment)
    if (plan.next === 'done') return { kind: 'done', payment }
    if (plan.next === 'refuse') return { kind: 'conflict', conflict: plan.conflict, payment }
  }
  if (isVerdict(written, writes)) return { kind: 'refused', response: written }
  const mayRepeat = seen.kind === 'ok' && writes < MAX_WRITES
  return mayRepeat ? 'repeat' : { kind: 'unknown', cause: causeOf(written) }
}

const MAX_WRITES = 2

/** Codes that say the effect is there, or never will be: the read that follows must show it. */
const STATE_CODES = new Set(['already_approved', 'already_completed', 'cancelled_payment'])

/** After a lost write a refusal is not a verdict: it may only say that the lost one is still under way. */
function isVerdict(written: PiResult<Payment>, writes: number): written is PiRefusal {
  return written.kind === 'refused' && writes === 1 && !STATE_CODES.has(written.code)
}

/** A payment that does not show the effect, or a word that cannot be checked, is not a usable response. */
function causeOf(written: PiResult<Payment>): UnknownCause {
  return written.kind === 'unknown' ? written.cause : 'unusable'
}

function refuse(conflict: U2aConflict): Plan {
  return { next: 'refuse', conflict }
}
