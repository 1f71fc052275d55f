import type { CallStep, Step } from '../case.ts'
import {
  advanceClock,
  APPROVAL_MS,
  beginPayment,
  cancelAsUser,
  haveUser,
  payPayment,
  type PaymentWish,
} from '../have-user.ts'
import { ref } from '../template.ts'
import type { U2aCommand, U2aState } from './u2a-rules.ts'

/** The hash of a transaction that is in no ledger. */
export const OTHER_TXID = '0123456789abcdef'.repeat(4)
/** A well-formed id that no payment has. */
export const UNKNOWN_ID = 'conformanceUnknownPayment000'

/** A user-to-app payment of a new user in that state. Saves `id`, and `txid` once it is paid. */
export function havePayment(state: U2aState, wish: PaymentWish = {}): Step[] {
  const { user = 'alice', as = 'id' } = wish
  return [...haveUser(user), beginPayment(wish), ...leadTo(state, as)]
}

function leadTo(state: U2aState, id: string): Step[] {
  const approve: Step = { ...send('approve', id), expect: { status: 200, state: 'approved' } }
  switch (state) {
    case 'created':
      return []
    case 'approved':
      return [approve]
    case 'paid':
      return [approve, payPayment(id)]
    case 'completed':
      return [approve, payPayment(id), { ...send('complete', id), expect: { status: 200 } }]
    case 'cancelled':
      return [{ ...send('cancel', id), expect: { status: 200 } }]
    case 'cancelled-by-user':
      return [cancelAsUser(id)]
    case 'expired':
      return [advanceClock(APPROVAL_MS)]
  }
}

/** The call of a command, without what must come of it. */
export function send(command: U2aCommand, id = 'id', txid = 'txid'): Omit<CallStep, 'expect'> {
  const params = { paymentId: ref(id) }
  switch (command) {
    case 'approve':
      return { call: 'payments.approve', params }
    case 'cancel':
      return { call: 'payments.cancel', params }
    case 'complete':
      return { call: 'payments.complete', params, body: { txid: ref(txid) } }
    case 'complete-other':
      return { call: 'payments.complete', params, body: { txid: OTHER_TXID } }
  }
}

/** Reads the payment. */
export function read(id = 'id'): Omit<CallStep, 'expect'> {
  return { call: 'payments.get', params: { paymentId: ref(id) } }
}
