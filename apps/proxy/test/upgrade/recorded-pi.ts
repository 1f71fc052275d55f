import { stroopsToPi, type Network, type Payment } from '@aloha-pi/contracts/platform'
import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import type { NewPayment, PiPayments, PiResult } from '../../src/payouts/model/ports.ts'
import { noneUnreadable } from '../../src/payouts/protocol/unreadable-payments.ts'
import type { RecordedPi } from './release.ts'

export type ReplayedPi = PiPayments & {
  /** Every payment as Pi shows it now. */
  payments(): readonly Payment[]
  /** What was asked for with `create`, whether Pi made a payment of it or not. */
  asked: readonly NewPayment[]
  /** How often the list of open payments was read. */
  listed(): number
}

/** Goes on from recorded payments. A user has one open payment at a time; `find` reads the chain. */
export function createReplayedPi(
  recorded: RecordedPi,
  app: { wallet: string; network: Network; find(txid: string): WalletTransaction | undefined },
): ReplayedPi {
  const payments = new Map(recorded.payments.map((payment) => [payment.identifier, payment]))
  const asked: NewPayment[] = []
  let listed = 0

  const change = (payment: Payment, set: Partial<Payment>): PiResult<Payment> => {
    const value = { ...payment, ...set }
    payments.set(value.identifier, value)
    return { kind: 'ok', value }
  }
  const open = () => [...payments.values()].filter(isOpen)

  return {
    async create(wish) {
      asked.push(wish)
      const address = recorded.addresses[wish.uid]
      if (address == null) return refused(404, 'user_not_found')
      const other = open().find(({ user_uid }) => user_uid === wish.uid)
      if (other != null) return refused(400, 'ongoing_payment_found', other)
      // 24 characters, as Pi's own.
      const identifier = `Replay${String(payments.size + 1).padStart(18, '0')}`
      return change(newPayment(identifier, wish, { ...app, address }), {})
    },
    async get(id) {
      const value = payments.get(id)
      return value == null ? refused(404, 'payment_not_found') : { kind: 'ok', value }
    },
    async complete(id, txid) {
      const payment = payments.get(id)
      if (payment == null) return refused(404, 'payment_not_found')
      if (payment.status.developer_completed) return refused(400, 'already_completed', payment)
      if (payment.status.cancelled) return refused(400, 'cancelled_payment', payment)
      const found = app.find(txid)
      if (found?.successful !== true || found.memo !== id) {
        return { ...refused(400, 'verification_failed'), verificationError: 'tx_not_found' }
      }
      const _link = `https://horizon.test/transactions/${txid}`
      return change(payment, {
        status: { ...payment.status, transaction_verified: true, developer_completed: true },
        transaction: { txid, verified: true, _link },
      })
    },
    async cancel(id) {
      const payment = payments.get(id)
      if (payment == null) return refused(404, 'payment_not_found')
      if (payment.status.developer_completed) return refused(400, 'already_completed', payment)
      if (payment.status.cancelled) return refused(400, 'cancelled_payment', payment)
      return change(payment, { status: { ...payment.status, cancelled: true } })
    },
    async incomplete() {
      listed += 1
      return { kind: 'ok', value: { payments: open(), unreadable: noneUnreadable } }
    },
    payments: () => [...payments.values()],
    asked,
    listed: () => listed,
  }
}

/** Whether Pi lists it as one that the app has to finish. */
export function isOpen({ status }: Payment): boolean {
  return !status.developer_completed && !status.cancelled && !status.user_cancelled
}

function refused(status: number, code: string, payment: Payment | null = null) {
  return { kind: 'refused' as const, status, code, payment, verificationError: null }
}

function newPayment(
  identifier: string,
  { uid, amount, memo, metadata }: NewPayment,
  { wallet, network, address }: { wallet: string; network: Network; address: string },
): Payment {
  return {
    identifier,
    user_uid: uid,
    amount: stroopsToPi(amount),
    memo,
    metadata,
    from_address: wallet,
    to_address: address,
    direction: 'app_to_user',
    created_at: new Date().toISOString(),
    network,
    status: {
      developer_approved: true,
      transaction_verified: false,
      developer_completed: false,
      cancelled: false,
      user_cancelled: false,
    },
    transaction: null,
  }
}
