import type {
  Envelope,
  Evidence,
  Payout,
  PayoutState,
  WaitReason,
  WalletTransaction,
} from './payout.ts'
import type { LaneStop } from './work.ts'
import type { LedgerTime } from './ports.ts'

/**
 * What a move may write beside the state. It also sets `attempts` 0, `next_at` now, and with a payment when it was seen;
 * it ends what the payout waited for, and what waited only for the payout: its user's others, and whom its payment blocked.
 */
export type MoveFields = Partial<
  Pick<
    Payout,
    | 'piId'
    | 'toAddress'
    | 'fromAddress'
    | 'network'
    | 'txid'
    | 'ledger'
    | 'failCode'
    | 'heldReason'
    | 'heldFrom'
    | 'submitCode'
    | 'expiryReads'
    | 'lastPayment'
  >
>

export type Change =
  /** Compare-and-set on the state. `to` may equal `from`. */
  | {
      type: 'move'
      payoutId: string
      from: PayoutState
      to: PayoutState
      set: MoveFields
      evidence: Evidence
    }
  /** Compare-and-set on the state; due after `delayMs`. `attempts` counts visits with the same reason. No event. */
  | {
      type: 'rest'
      payoutId: string
      from: PayoutState
      delayMs: number
      set: MoveFields
      because: WaitReason
      blockedBy: string | null
      isAside: boolean
    }
  /** Pi gives no payout a payment now: nothing is created for a while, which doubles each time up to `mostMs`. */
  | { type: 'pause_creates'; firstMs: number; mostMs: number }
  /** What the wallet can pay. Payouts that waited for money and are covered with `fee` are due. */
  | { type: 'see_balance'; available: bigint; fee: bigint }
  /**
   * Inserts an envelope. Refused as `stale` when the lane is stopped, when a live envelope of the same payout has another source or sequence (R2),
   * or another payout has a live one from this source.
   */
  | { type: 'add_envelope'; envelope: Envelope }
  /** `applied` at most once per payout; `applied` or `failed` at most once per (source, sequence). */
  | {
      type: 'settle_envelope'
      hash: string
      status: Exclude<Envelope['status'], 'live'>
      evidence: Evidence
    }
  /**
   * Books transactions of the wallet and moves the cursor, by compare-and-set on the cursor it had. Known hashes are left
   * as they are. Each new one is matched: to the payout of the envelope with its hash; else to the payout
   * whose `pi_id` is its memo; else it is foreign when it failed or has no text memo; else unmatched. A successful one
   * of a payout that is cancelled or failed is unmatched: the audit repairs the payout.
   */
  | {
      type: 'book'
      transactions: readonly WalletTransaction[]
      fromCursor: string | null
      cursor: string | null
      bookedSequence: bigint | null
      tip: LedgerTime | null
    }
  /** An unmatched transaction is the payout's, or foreign (null). */
  | { type: 'identify'; hash: string; payoutId: string | null }
  /** Pi does not know the memo of an unmatched transaction, although its key is the right one. */
  | { type: 'deny'; hash: string }
  /** Another deployment was noticed. The first reason is kept. */
  | { type: 'stop_lane'; stop: LaneStop }
  /** Ends a quarantine that began because the wallet was new here. */
  | { type: 'end_quarantine' }
  /** A payment at Pi is closed: payouts that it kept waiting are due. */
  | { type: 'unblock'; piId: string }
  /** Nothing unknown is left. */
  | { type: 'adopted' }
  /**
   * Inserts a payout that the database lost; `stale` when the id exists, or the same request of its client, which has
   * another id now.
   */
  | { type: 'recreate'; payout: RecreatedPayout; evidence: Evidence }

/** What Pi's payment and the chain show of a payout that the database lost. Its state is `paid`. */
export type RecreatedPayout = Pick<
  Payout,
  | 'id'
  | 'clientId'
  | 'idempotencyKey'
  | 'requestHash'
  | 'uid'
  | 'amount'
  | 'memo'
  | 'metadata'
  | 'cancelRequested'
  | 'piId'
  | 'toAddress'
  | 'fromAddress'
  | 'network'
  | 'txid'
  | 'ledger'
  | 'lastPayment'
>
