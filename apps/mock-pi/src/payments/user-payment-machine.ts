import {
  enter,
  type Decision,
  type PaymentRefusal,
  type PaymentTerms,
  type UserPayment,
  type UserPaymentState,
} from './payment-record.ts'

export type UserPaymentCommand =
  | { type: 'approve' | 'cancel' | 'cancel_as_user' | 'replace' | 'expire' }
  | { type: 'pay'; txid: string; fromAddress: string }
  | { type: 'complete'; txid: string }

type Move = { to: UserPaymentState } | { refuse: PaymentRefusal }
const to = (state: UserPaymentState): Move => ({ to: state })
const refuse = (refusal: PaymentRefusal): Move => ({ refuse: refusal })
const refuseAll = (refusal: PaymentRefusal): Record<UserPaymentCommand['type'], Move> => ({
  approve: refuse(refusal),
  pay: refuse(refusal),
  complete: refuse(refusal),
  cancel: refuse(refusal),
  cancel_as_user: refuse(refusal),
  replace: refuse(refusal),
  expire: refuse(refusal),
})

/** The legal moves: what each command does in each state. */
const moves: Record<UserPaymentState, Record<UserPaymentCommand['type'], Move>> = {
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

/** A new user-to-app payment, to be approved within `approvalTimeoutMs`. */
export function newUserPayment(
  terms: PaymentTerms,
  now: number,
  approvalTimeoutMs: number,
): UserPayment {
  return {
    ...terms,
    direction: 'user_to_app',
    state: 'created',
    createdAt: now,
    approveBy: now + approvalTimeoutMs,
    fromAddress: null,
    txid: null,
    timeline: [{ at: now, event: 'created' }],
    reports: [],
  }
}

/** What `command` does to the payment at `now`. A payment past its approval time expires first, at that time. */
export function decideUserPayment(
  before: UserPayment,
  command: UserPaymentCommand,
  now: number,
): Decision<UserPayment> {
  const isDue = before.state === 'created' && now >= before.approveBy
  if (command.type === 'expire' && before.state === 'created') {
    return isDue
      ? { ok: true, payment: enter(before, 'expired', before.approveBy) }
      : { ok: false, refusal: 'not_due', payment: before }
  }
  return move(isDue ? enter(before, 'expired', before.approveBy) : before, command, now)
}

function move(
  payment: UserPayment,
  command: UserPaymentCommand,
  now: number,
): Decision<UserPayment> {
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
