import type { Payment } from '@aloha-pi/contracts/wire'
import type { SeenRequest } from './start-server.ts'
import type { Served } from './start-fault-server.ts'
import { PAYMENT_ID, TXID, wirePayment } from './wire-payment.ts'

export const OTHER_TXID = TXID.replaceAll('2', 'f')

/** One payment as Pi keeps it, and what was really done to it. */
export type FakePayment = {
  approved: boolean
  cancelled: boolean
  /** A transaction that Pi knows, and whether the payment is completed with it. */
  txid: string | undefined
  completed: boolean
  /** How often Pi says that it has not verified the transaction yet. */
  unverified: number
}

/** A Pi with one payment: does each write once and counts it, refuses the others in Pi's words. */
export function createFakePayments(start: Partial<FakePayment> = {}) {
  const payment: FakePayment = {
    approved: false,
    cancelled: false,
    txid: undefined,
    completed: false,
    unverified: 0,
    ...start,
  }
  const effects = { approve: 0, complete: 0, cancel: 0 }
  const show = (): Served => ({ status: 200, body: toWire(payment) })
  const refuse = (error: string): Served => ({
    status: 400,
    body: { error, error_message: error, payment: toWire(payment) },
  })

  const writes = {
    approve() {
      if (payment.cancelled) return refuse('cancelled_payment')
      if (payment.approved) return refuse('already_approved')
      payment.approved = true
      effects.approve++
      return show()
    },
    complete(body: string) {
      const { txid } = JSON.parse(body) as { txid: string }
      if (payment.cancelled) return refuse('cancelled_payment')
      if (payment.completed) return refuse('already_completed')
      if (payment.txid != null && payment.txid !== txid) return refuse('txid_mismatch')
      if (payment.unverified > 0) {
        payment.unverified--
        return refuse('not_verified')
      }
      Object.assign(payment, { txid, completed: true })
      effects.complete++
      return show()
    },
    cancel() {
      if (payment.completed) return refuse('already_completed')
      if (payment.txid != null) return refuse('payment_tx_present')
      if (payment.cancelled) return refuse('cancelled_payment')
      payment.cancelled = true
      effects.cancel++
      return show()
    },
  }

  return {
    payment,
    /** How often each write was really carried out. */
    effects,
    serve({ method, path, body }: SeenRequest): Served {
      if (method === 'GET') return show()
      return writes[path.split('/').at(-1) as keyof typeof writes](body)
    },
  }
}

function toWire({ approved, cancelled, txid, completed }: FakePayment): Payment {
  const _link = `https://api.testnet.minepi.com/transactions/${txid}`
  return wirePayment({
    identifier: PAYMENT_ID,
    direction: 'user_to_app',
    transaction: txid == null ? null : { txid, verified: true, _link },
    status: {
      developer_approved: approved,
      transaction_verified: txid != null,
      developer_completed: completed,
      cancelled,
      user_cancelled: false,
    },
  })
}
