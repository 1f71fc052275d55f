import {
  respondWith,
  jsonOf,
  type Json,
  type Plant,
} from '../../../../../packages/conformance/test/broken/plant.ts'
import { acceptRefused, isCommand, paymentPath } from './platform-requests.ts'

const setStatus = (flags: object) => (payment: Json) => Object.assign(payment.status, flags)
const OWN_TXID = 'f'.repeat(64)
const linkTransaction = (payment: Json) => {
  payment.transaction = {
    txid: OWN_TXID,
    verified: true,
    _link: `http://127.0.0.1/transactions/${OWN_TXID}`,
  }
  payment.from_address ||= payment.to_address
}
const complete = (payment: Json) => {
  if (payment.transaction == null) linkTransaction(payment)
  setStatus({ developer_approved: true, transaction_verified: true, developer_completed: true })(
    payment,
  )
}

/** Commands that do what they must not, or do not what they say. */
export const stateBugs: readonly Plant[] = [
  {
    name: 'a second approval is accepted',
    kind: 'stateful',
    foundBy: 'payments.approve/when-approved',
    create: acceptRefused('approve', 'already_approved', () => {}),
  },
  {
    name: 'an approval after a cancellation revives the payment',
    kind: 'stateful',
    foundBy: 'payments.approve/when-cancelled',
    create: acceptRefused(
      'approve',
      'cancelled_payment',
      setStatus({ cancelled: false, canceled: false, developer_approved: true }),
    ),
  },
  {
    name: 'a payment can be approved after its 60 seconds',
    kind: 'stateful',
    foundBy: 'payments.approve/when-expired',
    create: acceptRefused(
      'approve',
      'cancelled_payment',
      setStatus({ cancelled: false, canceled: false, developer_approved: true }),
    ),
  },
  {
    name: 'a cancellation after the payment is accepted',
    kind: 'stateful',
    foundBy: 'payments.cancel/when-paid',
    create: acceptRefused('cancel', 'payment_tx_present', (payment) => {
      setStatus({ cancelled: true, canceled: true, transaction_verified: false })(payment)
      payment.transaction = null
    }),
  },
  {
    name: 'a completed payment can be cancelled',
    kind: 'stateful',
    foundBy: 'payments.cancel/when-completed',
    create: acceptRefused('cancel', 'already_completed', () => {}),
  },
  {
    name: 'a completion before the user paid is accepted',
    kind: 'stateful',
    foundBy: 'payments.complete/when-approved',
    create: acceptRefused('complete', 'not_verified', complete),
  },
  {
    name: 'a completion with another transaction is accepted',
    kind: 'stateful',
    foundBy: 'payments.complete/when-paid-with-another-txid',
    create: acceptRefused('complete', 'txid_mismatch', complete),
  },
  {
    name: 'the transaction of one payment completes another',
    kind: 'stateful',
    foundBy: 'payments.complete/with-the-transaction-of-another-payment',
    create: acceptRefused('complete', 'txid_mismatch', complete),
  },
  {
    name: 'a completion says 200 and is not done',
    kind: 'stateful',
    foundBy: 'payments.complete/when-paid',
    create: () => async (request, forward) => {
      if (!isCommand(request, 'complete')) return forward()
      const payment = jsonOf(await forward({ method: 'GET', path: paymentPath(request), body: '' }))
      complete(payment)
      return respondWith(200, payment)
    },
  },
  {
    name: 'a cancellation says 200 and is not done',
    kind: 'stateful',
    foundBy: 'payments.cancel/when-created',
    create: () => async (request, forward) => {
      if (!isCommand(request, 'cancel')) return forward()
      const payment = jsonOf(await forward({ method: 'GET', path: paymentPath(request), body: '' }))
      setStatus({ cancelled: true, canceled: true })(payment)
      return respondWith(200, payment)
    },
  },
  {
    name: 'a completion without a txid is refused, and done all the same',
    kind: 'stateful',
    foundBy: 'payments.complete/without-a-txid',
    create: () => async (request, forward) => {
      const came = await forward()
      if (!isCommand(request, 'complete') || jsonOf(came).error !== 'missing_txid') return came
      const read = await forward({ method: 'GET', path: paymentPath(request), body: '' })
      await forward({ body: JSON.stringify({ txid: jsonOf(read).transaction.txid }) })
      return came
    },
  },
  {
    name: 'a refused completion blocks the right one',
    kind: 'stateful',
    foundBy: 'payments.complete/after-a-wrong-txid',
    create: () => {
      const spoilt = new Map<
        string,
        Awaited<ReturnType<Parameters<ReturnType<Plant['create']>>[1]>>
      >()
      return async (request, forward) => {
        if (!isCommand(request, 'complete')) return forward()
        const before = spoilt.get(request.path)
        if (before != null) return before
        const came = await forward()
        if (came.status >= 400) spoilt.set(request.path, came)
        return came
      }
    },
  },
  {
    name: 'the state of a completed payment is given as already_approved',
    kind: 'stateful',
    foundBy: 'payments.complete/when-completed',
    create: () => async (request, forward) => {
      const came = await forward()
      const isIt = isCommand(request, 'complete') && came.text.includes('"already_completed"')
      return isIt ? respondWith(400, { ...jsonOf(came), error: 'already_approved' }, came) : came
    },
  },
  {
    name: 'a user who cancelled is shown as the developer who did',
    kind: 'stateful',
    foundBy: 'payments.cancel/when-cancelled-by-user',
    create: () => async (_, forward) => {
      const came = await forward()
      const swapped = came.text
        .replaceAll('"user_cancelled":true', '"user_cancelled":false')
        .replaceAll('"Pioneer_cancelled":true', '"Pioneer_cancelled":false')
      if (swapped === came.text) return came
      return {
        ...came,
        text: swapped
          .replace('"cancelled":false', '"cancelled":true')
          .replace('"canceled":false', '"canceled":true'),
      }
    },
  },
  {
    name: 'an approval revives what its user cancelled after an earlier approval',
    kind: 'stateful',
    foundBy: 'payments.get/any-walk',
    create: () => async (request, forward) => {
      const came = await forward()
      if (!isCommand(request, 'approve') || came.status < 400) return came
      const { payment } = jsonOf(came)
      const wasApproved = payment?.status.developer_approved && payment.status.user_cancelled
      return wasApproved ? respondWith(200, payment) : came
    },
  },
]
