import { samplePayment } from '@aloha-pi/contracts/fixtures'
import type { Payment, PayoutRow, U2aRow } from '@aloha-pi/contracts/wire'

export const PAYMENT_ID = samplePayment().identifier
export const TXID = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'
export const UID = samplePayment().user_uid

/** A payment as the wire sends it today. */
export function wirePayment(changes: Partial<Payment> = {}): Payment {
  return samplePayment({
    created_at: '2026-05-14T22:59:27.102Z',
    split_recipients: null,
    token_canonical: null,
    ...changes,
  })
}

export const PAYOUT_ID = '0b9c7f5e-3a35-4d0a-9c55-0c2f8d1f6a11'

/** The proxy's record of a payout. */
export function payoutRow(
  status: PayoutRow['status'],
  changes: Partial<PayoutRow> = {},
): PayoutRow {
  const isPaid = status === 'completed' || status === 'paid_unconfirmed'
  return {
    payout_id: PAYOUT_ID,
    payment_id: PAYMENT_ID,
    status,
    cancel_requested: false,
    uid: UID,
    amount: '1.5000000',
    txid: isPaid ? TXID : null,
    fail_code: null,
    created_at: '2026-05-14T22:59:27.102Z',
    updated_at: '2026-05-14T22:59:31.500Z',
    ...changes,
  }
}

/** A response of the proxy about a payout. */
export function payoutEnvelope(
  action: 'create' | 'cancel' | 'details',
  status: PayoutRow['status'],
  changes: Partial<PayoutRow> = {},
) {
  const row = payoutRow(status, changes)
  const piResData = row.payment_id == null ? null : wirePayment({ amount: 1.5 })
  const sbResData = { table: 'payout', operation: 'select', row }
  return { success: true, action, direction: 'a2u', piResData, sbResData }
}

/** The proxy's record of a user-to-app payment. */
export function u2aRow(status: U2aRow['status']): U2aRow {
  return {
    payment_id: PAYMENT_ID,
    status,
    pending_actions: [],
    txid: status === 'completed' ? TXID : null,
    created_at: '2026-05-14T22:59:27.102Z',
    updated_at: '2026-05-14T22:59:31.500Z',
  }
}

/** A response of the proxy about a user-to-app payment. */
export function u2aEnvelope(action: string, status?: U2aRow['status']) {
  const envelope = { success: true, action, direction: 'u2a', piResData: wirePayment() }
  if (status == null) return envelope
  const sbResData = { table: 'u2a_payment', operation: 'update', row: u2aRow(status) }
  return { ...envelope, sbResData }
}
