import { checkPaymentCallbacks, warnOfPaymentData } from '../check-arguments.ts'
import { complain } from '../console.ts'
import type { TransactionOutcome } from '../host/host.ts'
import { describeFailure, isRequestError } from '../mock/request.ts'
import type { PaymentCallbacks, PaymentData, PaymentHandle, PiPayment } from '../surface/pi.ts'
import { PI_TEXTS } from '../texts.ts'
import { reportIncomplete } from './authenticate.ts'
import { callBack } from './call-back.ts'
import { repeatCallback } from './repeat-callback.ts'
import { ask, type Session } from './session.ts'

/** How long Pi's script waits for an answer of the wallet. */
const MESSAGE_TIMEOUT_MS = 120_000

type SignedIn = NonNullable<Session['signedIn']>
type Flow = { session: Session; signedIn: SignedIn; callbacks: Partial<PaymentCallbacks> }

/** Starts a payment. Failures after this point are reported by the callbacks. */
export function createPayment(
  session: Session,
  data: PaymentData,
  callbacks: PaymentCallbacks,
): PaymentHandle {
  const { isInitialised, scopes, signedIn } = session
  if (!isInitialised) throw new Error(PI_TEXTS.notInitialised)
  if (signedIn == null || !scopes.includes('payments')) throw new Error(PI_TEXTS.paymentsScope)
  warnOfPaymentData(data)
  const canGoOn = checkPaymentCallbacks(callbacks)
  // Anything may come from a page; what is not a function is not called.
  const given = (callbacks ?? {}) as Partial<PaymentCallbacks>
  const flow = { session, signedIn, callbacks: given }
  if (canGoOn) void run(flow, data)
  else fail(flow, new TypeError('createPayment needs its callbacks: see the console.'))
  return {}
}

async function run(flow: Flow, data: PaymentData) {
  const { session, signedIn } = flow
  try {
    const prepared = await ask(session, (host) => host.preparePaymentFlow())
    if (prepared.pending) return refusePending(flow, prepared.pendingPayment)
    const payment = await signedIn.platform.createPayment(signedIn.token, data)
    await follow(flow, payment)
  } catch (error) {
    if (isRequestError(error)) complain(`Pi.createPayment: ${describeFailure(error)}`)
    fail(flow, error instanceof Error ? error : new Error(String(error)))
  }
}

function refusePending(flow: Flow, payment: PiPayment) {
  const { session } = flow
  void ask(session, (host) => host.showPrePaymentError(PI_TEXTS.pendingPayment))
  fail(flow, new Error(PI_TEXTS.pendingPayment), payment)
  reportIncomplete(session, payment)
}

async function follow(flow: Flow, payment: PiPayment) {
  const { session, callbacks } = flow
  const { identifier: paymentId } = payment
  const begun = await session.clock.read()
  await ask(session, (host) => host.startPaymentFlow(payment))
  const approval = new AbortController()
  const name = 'onReadyForServerApproval'
  const callback = { name, paymentId, call: () => callbacks.onReadyForServerApproval?.(paymentId) }
  const { signal } = approval
  void repeat(flow, { phase: 'developerApproved', paymentId, callback, signal })
  let outcome: TransactionOutcome
  try {
    outcome = await waitForTransaction(session, paymentId, begun)
  } catch (error) {
    return fail(flow, error instanceof Error ? error : new Error(String(error)), payment)
  } finally {
    approval.abort()
  }
  if (outcome.cancelled === true) return cancel(flow, paymentId)
  complete(flow, paymentId, outcome.txid)
}

/** Rejects after 120 s of the mock's clock, although the user may still pay. */
async function waitForTransaction(session: Session, paymentId: string, begun: number) {
  const message = session.nextMessage
  const ends = new AbortController()
  const timeout = session.clock
    .waitUntil(begun + MESSAGE_TIMEOUT_MS, ends.signal)
    .then((): never => {
      throw new Error(PI_TEXTS.messageTimeout(message, MESSAGE_TIMEOUT_MS))
    })
  try {
    const outcome = ask(session, (host) => host.waitForTransaction(paymentId, ends.signal))
    return await Promise.race([outcome, timeout])
  } finally {
    ends.abort()
  }
}

function complete(flow: Flow, paymentId: string, txid: string) {
  const { callbacks } = flow
  const callback = {
    name: 'onReadyForServerCompletion',
    paymentId,
    detail: txid,
    call: () => callbacks.onReadyForServerCompletion?.(paymentId, txid),
  }
  const { signal } = new AbortController()
  void repeat(flow, { phase: 'developerCompleted', paymentId, callback, signal })
}

async function repeat({ session }: Flow, repeated: Parameters<typeof repeatCallback>[1]) {
  try {
    await repeatCallback(session, repeated)
  } catch (error) {
    complain(`${repeated.callback.name} is not called again: ${describeFailure(error)}`)
  }
}

function cancel({ session, callbacks: { onCancel } }: Flow, paymentId: string) {
  if (typeof onCancel !== 'function') return
  callBack(session.journal, { name: 'onCancel', paymentId, call: () => onCancel(paymentId) })
}

function fail({ session, callbacks: { onError } }: Flow, error: Error, payment?: PiPayment) {
  if (typeof onError !== 'function') {
    return session.journal.add({ kind: 'error', name: 'createPayment', detail: error.message })
  }
  callBack(session.journal, {
    name: 'onError',
    paymentId: payment?.identifier,
    detail: error.message,
    // Pi's script leaves the second argument out when there is no payment.
    call: () => (payment == null ? onError(error) : onError(error, payment)),
  })
}
