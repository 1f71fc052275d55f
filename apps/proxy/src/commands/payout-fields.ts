import { formatStroops } from '@aloha-pi/contracts/platform'
import type { Payout } from '../payouts/model/payout.ts'
import { waitOf } from '../payouts/model/wait-of.ts'
import { whyBraked, type PayoutContext } from './payout-context.ts'

/** A payout for programs: the fields of `--json` and the columns of `--csv`, in their order. */
export function payoutFields(payout: Payout, context: PayoutContext) {
  const { waitsFor, blockedBy } = waitOf(payout, context.laneWait)
  return {
    payout_id: payout.id,
    state: payout.state,
    client: context.client,
    client_id: payout.clientId,
    key_id: payout.keyId,
    idempotency_key: payout.idempotencyKey,
    uid: payout.uid,
    amount: formatStroops(payout.amount),
    memo: payout.memo,
    payment_id: payout.piId,
    to_address: payout.toAddress,
    txid: payout.txid,
    ledger: payout.ledger,
    fail_code: payout.failCode,
    held_reason: payout.heldReason,
    held_from: payout.heldFrom,
    waits_for: waitsFor,
    blocked_by: blockedBy,
    brake: whyBraked(payout, context) ?? null,
    cancel_requested: payout.cancelRequested,
    attempts: payout.attempts,
    next_at: payout.nextAt.toISOString(),
    created_at: payout.createdAt.toISOString(),
    updated_at: payout.updatedAt.toISOString(),
  }
}

export type PayoutFields = ReturnType<typeof payoutFields>

/** The names of all fields. */
export const payoutFieldNames = [
  'payout_id',
  'state',
  'client',
  'client_id',
  'key_id',
  'idempotency_key',
  'uid',
  'amount',
  'memo',
  'payment_id',
  'to_address',
  'txid',
  'ledger',
  'fail_code',
  'held_reason',
  'held_from',
  'waits_for',
  'blocked_by',
  'brake',
  'cancel_requested',
  'attempts',
  'next_at',
  'created_at',
  'updated_at',
] as const satisfies (keyof PayoutFields)[]
