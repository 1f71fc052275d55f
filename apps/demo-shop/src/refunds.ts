import { isAlohaApiError, isAlohaPiError, type AlohaClient, type Payout } from '@aloha-pi/client'
import type { Order, Orders, OrderState } from './orders.ts'
import type { Step } from './payments.ts'

const states: Record<Payout['payout']['status'], OrderState> = {
  processing: 'refunding',
  completed: 'refunded',
  // The money has moved; only Pi's confirmation is missing.
  paid_unconfirmed: 'refunded',
  failed: 'refund_failed',
  cancelled: 'refund_failed',
}

/** Refunds are payouts of the proxy, which pays each idempotency key once, however often it is asked. */
export function createRefunds(aloha: AlohaClient, orders: Orders) {
  const note = (order: Order, { payout }: Payout) =>
    orders.update(order.id, { state: states[payout.status], payout_id: payout.payout_id })

  /** Pays the price back. May be repeated. */
  async function refund(order: Order): Promise<Step> {
    if (order.state !== 'paid' && order.state !== 'refunding') {
      return {
        ok: false,
        status: 409,
        reason: `The order is ${order.state}, so it has no refund`,
      }
    }
    // Written first: if this process ends now, the next call asks for the same payout.
    orders.update(order.id, { state: 'refunding' })
    const { id: orderId, uid, price: amount, item } = order
    const payout = { uid, amount, memo: `Refund: ${item}`, metadata: { orderId } }
    try {
      const made = await aloha.a2u.create(payout, { idempotencyKey: `refund-${orderId}` })
      return { ok: true, order: note(order, made) }
    } catch (error) {
      // Without a payout nothing is decided: the next call asks again.
      if (!isAlohaApiError(error) || error.payout == null) throw error
      return { ok: true, order: note(order, { payout: error.payout, payment: null }) }
    }
  }

  return {
    refund,
    /** The order with what has become of its refund; as it is when the proxy cannot say now. */
    async refresh(order: Order): Promise<Order> {
      if (order.state !== 'refunding') return order
      try {
        if (order.payout_id == null) {
          const step = await refund(order)
          return step.ok ? step.order : order
        }
        const { payout, payment } = await aloha.a2u.details(order.payout_id)
        return payout == null ? order : note(order, { payout, payment })
      } catch (error) {
        // The other orders are shown all the same. It is asked again with the next list.
        if (!isAlohaPiError(error)) throw error
        return order
      }
    },
  }
}
