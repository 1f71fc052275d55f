import type { Payment } from '@aloha-pi/contracts'
import { settledBy, statusShown } from './u2a-machine.ts'
import { actionOf, type PendingCall, type U2aPayment } from './u2a-payment.ts'
import type { U2aPaymentStore } from './u2a-payment-store.ts'

/** Records what Pi shows. It returns `call`, if given, as well; `clientId`: whose call succeeded. */
export function confirmShown(
  store: U2aPaymentStore,
  payment: Payment,
  { call, clientId }: { call?: PendingCall; clientId?: string } = {},
): Promise<U2aPayment> {
  const txid = payment.transaction?.txid
  return store.confirm({
    paymentId: payment.identifier,
    status: statusShown(payment),
    settled: settledBy(payment),
    ...(call == null ? {} : { call }),
    ...(txid == null ? {} : { txid }),
    ...(clientId == null ? {} : { clientId }),
  })
}

/** Whether what Pi shows resolves a call that is noted as pending. */
export function settlesPending(known: U2aPayment, payment: Payment, call?: PendingCall): boolean {
  const settled = settledBy(payment)
  return known.pendingCalls.some((each) => each === call || settled.includes(actionOf(each)))
}
