import type {
  BookedTransaction,
  Envelope,
  Evidence,
  Payout,
  PayoutEvent,
  PayoutState,
  WalletTransaction,
} from './payout.ts'
import type { LedgerTime } from './ports.ts'
import type { PayoutCaps } from './settings.ts'

/**
 * Payouts, envelopes, books and lanes. All times come from the database's clock. Every method is one
 * transaction without a network call in it, and throws on any fault of the database: then it may or may not
 * have committed, and the caller reads before it goes on (R1).
 */
export type PayoutStore = ClientPayouts & OperatorPayouts & Lanes

/** What callers of the HTTP API do. */
export type ClientPayouts = {
  /**
   * Keeps one payout per (client, idempotency key): the primary key decides races, losers join. Joining comes
   * before every limit, that of one payout included. Caps are decided in the same transaction as the insert and under
   * a lock that all inserts share, so that no number of parallel calls exceeds them: sums over the payouts of the last
   * 24 hours, or not final, that are neither failed nor cancelled. `uid`, `amount`, `memo`, `metadata` are taken as given.
   *
   * Without a key one is derived under the same lock: `d:<requestHash>:<n>`, n = number of this client's
   * payouts with a derived key of that hash. If the latest of them is younger than `windowMs`, or not final yet, and
   * neither failed nor cancelled, the call joins it instead. `windowMs` 0: nothing is joined.
   */
  accept(request: NewPayout): Promise<Accepted>

  find(id: string): Promise<Payout | undefined>
  /** By Pi's payment id. */
  findByPiId(piId: string): Promise<Payout | undefined>
  /** Those that exist, in any order. One query: waiting calls share it. */
  findMany(ids: readonly string[]): Promise<Payout[]>

  /**
   * Sets `cancel_requested` unless the payout is final or paid; idempotent. A held one stays held. Makes the payout due
   * at once. Answers the row as it is afterwards; undefined when it does not exist or belongs to another client.
   */
  requestCancel(id: string, by: Requester): Promise<Payout | undefined>

  /** Not final, of one client, oldest first. */
  listOpen(clientId: string): Promise<Payout[]>
}

/** What operators do. */
export type OperatorPayouts = {
  /** Of all clients, newest first. */
  list(filter: { states?: readonly PayoutState[]; limit: number }): Promise<Payout[]>
  /** Oldest first. */
  history(id: string): Promise<PayoutEvent[]>
  envelopes(id: string): Promise<Envelope[]>

  /** Makes a payout that is neither final nor held due at once, with its back-off forgotten. */
  retry(id: string): Promise<Payout | undefined>

  /**
   * Ends `held` by compare-and-set. `retry`: back to the state it was held in, which checks everything again.
   * `cancel`: the same, with `cancel_requested`; from `creating` and `created` to `cancelling`. What was `paid` only retries.
   */
  release(id: string, decision: 'retry' | 'cancel'): Promise<Payout | undefined>

  /** After the database lost commits (restore, failover): no negative answers for this long. Never shortens. */
  quarantine(source: string, ms: number): Promise<void>
}

/** What the runner does. A lane is one wallet; its epoch is the fencing token of every write (R8). */
export type Lanes = {
  /** Inserts the lane if it is missing. `start`: where the books begin; absent: at the wallet's first transaction. */
  openLane(source: string, start?: { cursor: string; bookedSequence: bigint }): Promise<void>

  /**
   * Takes the lane if nobody's lease on it is running, or it is the owner's own. The epoch rises with every
   * change of owner. Of racing owners one gets a lease. A database that is not the one of the last lease
   * (system identifier, timeline) begins a quarantine of `quarantineMs`.
   */
  takeLane(wish: {
    source: string
    owner: string
    leaseMs: number
    quarantineMs: number
  }): Promise<Lease | undefined>

  /** Prolongs the lease; false when the epoch is over. */
  renewLane(lease: Lease, leaseMs: number): Promise<boolean>

  /** Ends the lease at once, so that another owner need not wait; a lost lease is left alone. */
  releaseLane(lease: Lease): Promise<void>

  /**
   * The next payout that is due (`next_at` reached, not final, not held), in the order of `pickOrder` (R9), oldest
   * first inside a state; inside `received` round-robin over clients (the client whose latest payout to leave
   * `received` left it longest ago comes first), oldest first within one. `created` is passed over while
   * another payout has a live envelope from this wallet: one unsettled payout per sequence. What has a live envelope from
   * another wallet is passed over: only that wallet's lane can tell what becomes of it.
   */
  pick(lease: Lease): Promise<Picked>

  /** The lane with the books' loose ends and no payout: for the audit. */
  loadLane(lease: Lease): Promise<Work | undefined>

  /**
   * Applies all changes in one transaction, or none: `stale` when the epoch is over or any compare-and-set finds another
   * value. Every `move` writes an event. Answers the work as it is afterwards, for the payout named.
   */
  apply(lease: Lease, changes: readonly Change[], payoutId: string | null): Promise<Applied>

  /** For the audit's alarms; `stuck` counts payouts that are not final and older than this. */
  inspect(lease: Lease, olderThanMs: number): Promise<Findings>
}

/** What the books and the payouts say of each other. Of the payouts named, ids. */
export type Findings = {
  stuck: number
  /** More than one successful booked transaction, or one that is not its `txid` although it is paid. */
  contradicted: string[]
  /** Another amount in the books than was asked for, or an applied envelope that books reaching its sequence lack. */
  unequal: string[]
}

/** Who asked, for the audit trail. */
export type Requester = { clientId: string; keyId: string; requestId: string }

export type NewPayout = Requester & {
  /** Null: derive one. */
  idempotencyKey: string | null
  requestHash: string
  uid: string
  amount: bigint
  memo: string
  metadata: Record<string, unknown>
  windowMs: number
  caps: PayoutCaps
  /** The kill switch: false joins what is known and inserts nothing. */
  isOpen: boolean
}

export type Accepted =
  | { kind: 'inserted' | 'joined'; payout: Payout }
  /** The key belongs to a request with another hash. */
  | { kind: 'key_reused' }
  /** More than one payout may be. */
  | { kind: 'over_cap' }
  | { kind: 'limited'; limit: 'per_client_day' | 'global_day' | 'open_per_client' }
  | { kind: 'closed' }

/**
 * Holds for one owner, one epoch and one database: after a rollback (another system identifier or timeline) every
 * lease from before it is stale, although the epoch may have gone back with the row. Owners are new with every process.
 */
export type Lease = { source: string; owner: string; epoch: bigint }

export type Lane = {
  source: string
  epoch: bigint
  /** The books hold all that the wallet sent up to here. Null: nothing was read yet. */
  cursor: string | null
  /** Sequence up to which the books are contiguous. Null: none booked yet. */
  bookedSequence: bigint | null
  /** Newest ledger whose close time is known. */
  tip: LedgerTime | null
  /** By the database's clock. */
  quarantineLeftMs: number
}

/** Everything that a decision rests on, read in one transaction. */
export type Work = {
  lane: Lane
  payout: Payout | null
  /** All of the payout, oldest first. */
  envelopes: Envelope[]
  /** Booked transactions that belong to the payout. */
  booked: BookedTransaction[]
  /**
   * The booked transaction that took the sequence of the live envelopes, or the first that bumped over it. Null while
   * the books do not reach that sequence, and without live envelopes.
   */
  consumer: BookedTransaction | null
  /** Oldest unmatched transactions of the lane; at most 20. */
  unmatched: BookedTransaction[]
}

export type Picked =
  | { kind: 'work'; work: Work }
  /** Nothing is due for this long; null: nothing is open. */
  | { kind: 'idle'; waitMs: number | null }
  | { kind: 'stale' }

export type Applied = { kind: 'applied'; work: Work } | { kind: 'stale' }

/** What a move may write beside the state. It also sets `attempts` 0 and `next_at` now. */
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
  /** Compare-and-set on the state; `attempts + 1`, due after `delayMs`. No event. */
  | {
      type: 'rest'
      payoutId: string
      from: PayoutState
      delayMs: number
      set: MoveFields
    }
  /**
   * Inserts an envelope. Refused as `stale` when a live envelope of the same payout has another source or sequence (R2),
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
   * whose `pi_id` is its memo; else it is foreign when it failed or has no text memo; else unmatched.
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
  /** Inserts a payout that the database lost; `stale` when the id exists. */
  | { type: 'recreate'; payout: RecreatedPayout; evidence: Evidence }

/** What Pi's payment and the chain tell of a payout that the database lost. Its state is `paid`. */
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
