import type { AlohaErrorBody, PayoutRow } from '@aloha-pi/contracts/aloha'
import { formatStroops, type Payment } from '@aloha-pi/contracts/platform'
import { withoutCorrelation } from '../payouts/model/correlation.ts'
import { isFinal, type Payout } from '../payouts/model/payout.ts'
import type { ShownWait } from './shown-wait.ts'
import { waitOf } from '../payouts/model/wait-of.ts'

export type PayoutRecord = Extract<NonNullable<AlohaErrorBody['sbResData']>, { table: 'payout' }>

/** The public projection of a payout: every state that is not final is `processing`. */
export function payoutRow(payout: Payout, wait: ShownWait = ownWait(payout)): PayoutRow {
  const { state } = payout
  const { waitsFor, blockedBy } = wait
  return {
    payout_id: payout.id,
    payment_id: payout.piId,
    status: isFinal(state) ? state : 'processing',
    cancel_requested: payout.cancelRequested,
    uid: payout.uid,
    amount: formatStroops(payout.amount),
    txid: payout.txid,
    fail_code: payout.failCode,
    waits_for: waitsFor,
    ...(blockedBy !== undefined && { blocked_by: blockedBy }),
    created_at: payout.createdAt.toISOString(),
    updated_at: payout.updatedAt.toISOString(),
  }
}

function ownWait(payout: Payout): ShownWait {
  return { waitsFor: waitOf(payout).waitsFor }
}

export function payoutRecord(
  operation: PayoutRecord['operation'],
  payout: Payout,
  wait?: ShownWait,
): PayoutRecord {
  return { table: 'payout', operation, row: payoutRow(payout, wait) }
}

/** Pi's last response about the payout, as a client may see it. */
export function shownPayment({ lastPayment }: Payout): Payment | null {
  return lastPayment && withoutCorrelation(lastPayment)
}
