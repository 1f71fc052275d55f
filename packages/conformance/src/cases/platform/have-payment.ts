import type { CallStep, Step } from '../../model/case.ts'
import type { PaymentWish } from '../have-user.ts'
import { leadPayment, type ServerSteps } from './lead-payment.ts'
import { ref } from '../../model/template.ts'
import type { U2aCommand, U2aState } from './u2a-rules.ts'

/** The hash of a transaction that is in no ledger. */
export const OTHER_TXID = '0123456789abcdef'.repeat(4)
/** A well-formed id that no payment has. */
export const UNKNOWN_ID = 'conformanceUnknownPayment000'

const server: ServerSteps = {
  approve: (id) => ({ ...send('approve', id), expect: { status: 200, state: 'approved' } }),
  complete: (id) => ({ ...send('complete', id), expect: { status: 200 } }),
  cancel: (id) => ({ ...send('cancel', id), expect: { status: 200 } }),
}

/** A user-to-app payment of a new user in that state. Saves `id`, and `txid` once it is paid. */
export function havePayment(state: U2aState, wish: PaymentWish = {}): Step[] {
  return leadPayment(server, state, wish)
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
