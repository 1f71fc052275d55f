import type { Network } from '@aloha-pi/contracts/platform'

/** States of a user-to-app payment. `replaced` and `expired` are cancellations by Pi. */
export type PaymentState =
  | 'created'
  | 'approved'
  | 'paid'
  | 'completed'
  | 'cancelled'
  | 'cancelled_by_user'
  | 'expired'
  | 'replaced'

export type PaymentCommand =
  | { type: 'approve' | 'cancel' | 'cancel_as_user' | 'replace' | 'expire' }
  | { type: 'pay'; txid: string; fromAddress: string }
  | { type: 'complete'; txid: string }

/** Why a command is refused. */
export type PaymentRefusal =
  | 'already_approved'
  | 'already_completed'
  | 'already_paid'
  | 'cancelled'
  | 'cancelled_by_user'
  | 'expired'
  | 'replaced'
  | 'not_approved'
  | 'not_due'
  | 'not_verified'
  | 'pending'
  | 'tx_present'
  | 'txid_mismatch'

/** What is agreed when a payment begins. `amount` is in stroops, times in ms. */
export type PaymentTerms = {
  id: string
  appId: string
  username: string
  uid: string
  amount: bigint
  memo: string
  metadata: Record<string, unknown>
  toAddress: string
  network: Network
}

export type PaymentRecord = PaymentTerms & {
  state: PaymentState
  createdAt: number
  /** From this instant on an approval comes too late. */
  approveBy: number
  fromAddress: string | null
  txid: string | null
  /** Every state that the payment entered, oldest first. */
  timeline: readonly { at: number; event: PaymentState }[]
}

/** The payment after a command. A refused command can change it too: the payment may just have expired. */
export type Decision =
  | { ok: true; payment: PaymentRecord }
  | { ok: false; refusal: PaymentRefusal; payment: PaymentRecord }

type Move = { to: PaymentState } | { refuse: PaymentRefusal }
const to = (state: PaymentState): Move => ({ to: state })
const refuse = (refusal: PaymentRefusal): Move => ({ refuse: refusal })
const refuseAll = (refusal: PaymentRefusal): Record<PaymentCommand['type'], Move> => ({
  approve: refuse(refusal),
  pay: refuse(refusal),
  complete: refuse(refusal),
  cancel: refuse(refusal),
  cancel_as_user: refuse(refusal),
  replace: refuse(refusal),
  expire: refuse(refusal),
})

/** The legal moves: what each command does in each state. */
const moves: Record<PaymentState, Record<PaymentCommand['type'], Move>> = {
  created: {
    approve: to('approved'),
    pay: refuse('not_approved'),
    complete: refuse('not_verified'),
    cancel: to('cancelled'),
    cancel_as_user: to('cancelled_by_user'),
    replace: to('replaced'),
    expire: to('expired'),
  },
  approved: {
    approve: refuse('already_approved'),
    pay: to('paid'),
    complete: refuse('not_verified'),
    cancel: to('cancelled'),
    cancel_as_user: to('cancelled_by_user'),
    replace: to('replaced'),
    expire: refuse('already_approved'),
  },
  paid: {
    approve: refuse('already_approved'),
    pay: refuse('already_paid'),
    complete: to('completed'),
    cancel: refuse('tx_present'),
    cancel_as_user: refuse('tx_present'),
    replace: refuse('pending'),
    expire: refuse('already_approved'),
  },
  completed: refuseAll('already_completed'),
  cancelled: refuseAll('cancelled'),
  cancelled_by_user: refuseAll('cancelled_by_user'),
  expired: refuseAll('expired'),
  replaced: refuseAll('replaced'),
}

/** A new payment, to be approved within `approvalTimeoutMs`. */
export function beginPayment(
  terms: PaymentTerms,
  now: number,
  approvalTimeoutMs: number,
): PaymentRecord {
  return {
    ...terms,
    state: 'created',
    createdAt: now,
    approveBy: now + approvalTimeoutMs,
    fromAddress: null,
    txid: null,
    timeline: [{ at: now, event: 'created' }],
  }
}

/** What `command` does to the payment at `now`. A payment past its approval time expires first, at that time. */
export function decide(before: PaymentRecord, command: PaymentCommand, now: number): Decision {
  const isDue = before.state === 'created' && now >= before.approveBy
  if (command.type === 'expire' && before.state === 'created') {
    return isDue
      ? { ok: true, payment: enter(before, 'expired', before.approveBy) }
      : { ok: false, refusal: 'not_due', payment: before }
  }
  return move(isDue ? enter(before, 'expired', before.approveBy) : before, command, now)
}

function move(payment: PaymentRecord, command: PaymentCommand, now: number): Decision {
  if (command.type === 'complete' && payment.txid != null && payment.txid !== command.txid) {
    return { ok: false, refusal: 'txid_mismatch', payment }
  }
  const next = moves[payment.state][command.type]
  if ('refuse' in next) return { ok: false, refusal: next.refuse, payment }
  const entered = enter(payment, next.to, now)
  if (command.type !== 'pay') return { ok: true, payment: entered }
  const { txid, fromAddress } = command
  return { ok: true, payment: { ...entered, txid, fromAddress } }
}

function enter(payment: PaymentRecord, state: PaymentState, at: number): PaymentRecord {
  return { ...payment, state, timeline: [...payment.timeline, { at, event: state }] }
}

/** True while the payment can still be completed. */
export function isOpen(payment: PaymentRecord): boolean {
  return payment.state === 'created' || payment.state === 'approved' || payment.state === 'paid'
}
