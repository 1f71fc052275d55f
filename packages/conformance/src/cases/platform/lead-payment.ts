import type { Step } from '../../model/case.ts'
import {
  advanceClock,
  APPROVAL_MS,
  beginPayment,
  cancelAsUser,
  haveUser,
  payPayment,
  type PaymentWish,
} from '../have-user.ts'
import type { U2aState } from './u2a-rules.ts'

/** What the server of an app does to a payment, at one API, and what must come of it. */
export type ServerSteps = Record<'approve' | 'complete' | 'cancel', (id: string) => Step>

/** Makes a user-to-app payment of a new user, and leads it into the state. Saves `id`, and `txid` once it is paid. */
export function leadPayment(server: ServerSteps, state: U2aState, wish: PaymentWish = {}): Step[] {
  const { user = 'alice', as = 'id' } = wish
  return [...haveUser(user), beginPayment(wish), ...stepsTo(server, state, as)]
}

function stepsTo({ approve, complete, cancel }: ServerSteps, state: U2aState, id: string): Step[] {
  switch (state) {
    case 'created':
      return []
    case 'approved':
      return [approve(id)]
    case 'paid':
      return [approve(id), payPayment(id)]
    case 'completed':
      return [approve(id), payPayment(id), complete(id)]
    case 'cancelled':
      return [cancel(id)]
    case 'cancelled-by-user':
      return [cancelAsUser(id)]
    case 'expired':
      return [advanceClock(APPROVAL_MS)]
  }
}
