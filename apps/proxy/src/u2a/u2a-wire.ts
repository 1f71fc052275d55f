import type { AlohaErrorBody, U2aRow } from '@aloha-pi/contracts/aloha'
import { actionOf, type U2aPayment } from './u2a-payment.ts'

export type U2aRecord = Extract<NonNullable<AlohaErrorBody['sbResData']>, { table: 'u2a_payment' }>

/** The public projection of a record: whose it is stays inside. */
export function u2aRecord(operation: U2aRecord['operation'], payment: U2aPayment): U2aRecord {
  const row: U2aRow = {
    payment_id: payment.paymentId,
    status: payment.status,
    pending_actions: [...new Set(payment.pendingCalls.map(actionOf))],
    txid: payment.txid,
    created_at: payment.createdAt.toISOString(),
    updated_at: payment.updatedAt.toISOString(),
  }
  return { table: 'u2a_payment', operation, row }
}
