import type { Network } from '@aloha-pi/contracts/wire'
import type { SavedPayment } from '../saved/saved-payments.ts'
import type { PaymentRecord, PaymentReport } from './payment-record.ts'

/** A payment as a snapshot holds it. */
export function savePayment(payment: PaymentRecord): SavedPayment {
  const { id, appId, username, uid, memo, metadata, toAddress, createdAt, txid } = payment
  const terms = {
    id,
    appId,
    username,
    uid,
    amount: String(payment.amount),
    memo,
    metadata,
    toAddress,
    createdAt,
  }
  const timeline = payment.timeline.map(({ at, event }) => ({ at, event }))
  if (payment.direction === 'app_to_user') {
    const { direction, state, fromAddress } = payment
    return { ...terms, direction, state, fromAddress, txid, timeline }
  }
  const { direction, state, fromAddress, approveBy } = payment
  const reports = payment.reports.map(({ at, event, after }) => ({ at, event, after }))
  return { ...terms, direction, state, fromAddress, txid, timeline, approveBy, reports }
}

/** A saved payment of a world on this network. */
export function loadPayment(saved: SavedPayment, network: Network): PaymentRecord {
  const amount = BigInt(saved.amount)
  if (saved.direction === 'app_to_user') return { ...saved, amount, network }
  const reports = saved.reports.map(({ event, ...report }) => ({
    ...report,
    // The schema demands it.
    event: event as PaymentReport['event'],
  }))
  return { ...saved, amount, network, reports }
}
