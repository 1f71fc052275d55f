import { optional } from '../../model/match.ts'
import type { CallStep, ConformanceCase, Expect, ShownState, Step } from '../../model/case.ts'
import type { PaymentWish } from '../have-user.ts'
import { leadPayment, type ServerSteps } from '../platform/lead-payment.ts'
import { OTHER_TXID } from '../platform/have-payment.ts'
import type { U2aState } from '../platform/u2a-rules.ts'
import { ref } from '../../model/template.ts'
import { recordedAs, type AlohaCommand } from './u2a-rules.ts'

/** A case of the aloha-pi API; its operation is before the slash of its id. */
export function alohaCase(rest: Omit<ConformanceCase, 'target' | 'operation'>): ConformanceCase {
  return { ...rest, target: 'aloha', operation: rest.id.replace(/\/.*/, '') }
}

const server: ServerSteps = {
  approve: (id) => ({ ...send('approve', id), expect: success('approved', id) }),
  complete: (id) => ({ ...send('complete', id), expect: success('completed', id) }),
  cancel: (id) => ({ ...send('abort', id), expect: success('cancelled', id) }),
}

/** A user-to-app payment of a new user, led into the state through the target. Saves `id` and `txid`. */
export function havePayment(state: U2aState, wish: PaymentWish = {}): Step[] {
  return leadPayment(server, state, wish)
}

/** The call of a command, without what must come of it. */
export function send(command: AlohaCommand, id = 'id', txid = 'txid'): Omit<CallStep, 'expect'> {
  const params = { piPayId: ref(id) }
  switch (command) {
    case 'approve':
      return { call: 'u2a.approve', params }
    case 'abort':
      return { call: 'u2a.abort', params }
    case 'complete':
      return { call: 'u2a.complete', params: { ...params, piTxId: ref(txid) } }
    case 'complete-other':
      return { call: 'u2a.complete', params: { ...params, piTxId: OTHER_TXID } }
  }
}

/** 200 with the payment in that state, and our record of it if there is one. */
export function success(state: ShownState, id = 'id'): Expect {
  const row = { payment_id: ref(id), status: recordedAs[state], pending_actions: [] }
  return { status: 200, state, body: { sbResData: optional({ row }) } }
}

/** Reads the payment at the target, with the key. */
export function details(id = 'id'): Omit<CallStep, 'expect'> {
  return { call: 'u2a.details', params: { piPayId: ref(id) } }
}

/** Reads the payment at the Pi behind the target, as its app. */
export function atPi(id = 'id'): Omit<CallStep, 'expect'> {
  return { call: 'payments.get', at: 'pi', params: { paymentId: ref(id) } }
}
