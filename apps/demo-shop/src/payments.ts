import { isPiApiError, type PiClient } from '@aloha-pi/client'
import type { Order, Orders } from './orders.ts'

/** An order after a step, or why there was none, with the HTTP status for it. */
export type Step = { ok: true; order: Order } | { ok: false; status: number; reason: string }
const refuse = (status: number, reason: string): Step => ({ ok: false, status, reason })

type Payment = Awaited<ReturnType<PiClient['payments']['get']>>

/**
 * What the server does for a payment. It believes what Pi says of the payment, never what the page says. Each step may
 * be repeated: the SDK calls the server again until the payment is approved, and again until it is completed.
 */
export function createPayments(pi: PiClient, orders: Orders) {
  /** The order that the payment pays, if it is one of this user. */
  function orderOf(payment: Payment, uid: string): Order | undefined {
    const { orderId } = payment.metadata ?? {}
    const order = typeof orderId === 'string' ? orders.find(orderId) : undefined
    return order?.uid === uid && payment.user_uid === uid ? order : undefined
  }

  async function complete(payment: Payment, order: Order, txid: string): Promise<Step> {
    const paymentId = payment.identifier
    if (order.payment_id !== paymentId) return refuse(409, 'The order has another payment')
    const { status, transaction } = await pi.payments.complete(paymentId, txid).catch((error) => {
      if (isPiApiError(error) && error.code === 'already_completed') {
        return pi.payments.get(paymentId)
      }
      throw error
    })
    if (!status.transaction_verified || transaction?.txid !== txid) {
      return refuse(409, 'Pi has not verified the transaction of this payment')
    }
    const isFirst = order.state === 'open' || order.state === 'approved'
    return { ok: true, order: isFirst ? orders.update(order.id, { state: 'paid', txid }) : order }
  }

  return {
    /** The user has chosen to pay. */
    async approve(paymentId: string, uid: string): Promise<Step> {
      const payment = await pi.payments.get(paymentId)
      const order = orderOf(payment, uid)
      if (order == null) return refuse(404, 'The payment is for no order of yours')
      if (payment.amount !== order.price) {
        return refuse(409, `The order costs ${order.price} Pi, not ${payment.amount}`)
      }
      if (!orders.bind(order.id, paymentId)) return refuse(409, 'The order has another payment')
      if (!payment.status.developer_approved) {
        await pi.payments.approve(paymentId).catch((error) => {
          if (!isPiApiError(error) || error.code !== 'already_approved') throw error
        })
      }
      const isFirst = order.state === 'open'
      return { ok: true, order: isFirst ? orders.update(order.id, { state: 'approved' }) : order }
    },

    /** The user has paid. */
    async complete(paymentId: string, uid: string, txid: string): Promise<Step> {
      const payment = await pi.payments.get(paymentId)
      const order = orderOf(payment, uid)
      if (order == null) return refuse(404, 'The payment is for no order of yours')
      return complete(payment, order, txid)
    },

    /** The page does not know how a payment ended: completes it when it is paid, else cancels it. */
    async clear(paymentId: string, uid: string): Promise<Step> {
      const payment = await pi.payments.get(paymentId)
      const order = orderOf(payment, uid)
      if (order == null) return refuse(404, 'The payment is for no order of yours')
      const { status, transaction } = payment
      if (transaction != null) return complete(payment, order, transaction.txid)
      if (!status.cancelled && !status.user_cancelled) await pi.payments.cancel(paymentId)
      // The order may be paid by another payment meanwhile.
      const isOpen = order.state === 'open' || order.state === 'approved'
      const isMine = order.payment_id === null || order.payment_id === paymentId
      if (!isOpen || !isMine) return { ok: true, order }
      return { ok: true, order: orders.update(order.id, { state: 'cancelled' }) }
    },
  }
}
