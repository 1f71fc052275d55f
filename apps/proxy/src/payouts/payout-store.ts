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
   *
   * A payout of a client that the database lost, which the audit recreated, is joined by the same request with the same
   * key, and becomes the caller's. Joining notes the caller's API key.
   */
  accept(request: NewPayout): Promise<Accepted>

  find(id: string): Promise<Payout | undefined>
  /** By Pi's payment id. */
  findByPiId(piId: string): Promise<Payout | undefined>
  /** Those that exist, in any order. One query: waiting calls share it. */
  findMany(ids: readonly string[]): Promise<Payout[]>
  /** Those with one of these request hashes, at most 100 for each. */
  findByRequest(requestHashes: readonly string[]): Promise<Payout[]>

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

  /** As `requestCancel`, by an operator. Undefined when it does not exist. */
  cancel(id: string): Promise<Payout | undefined>

  /**
   * Ends a payout that was paid, but that Pi will never complete, as `paid_unconfirmed`. Undefined unless it is `paid`,
   * or held with a successful transaction of its own in the books.
   */
  settlePaid(id: string): Promise<Payout | undefined>

  /** After the database lost commits (restore, failover): no negative answers for this long. Never shortens. Opens the lane. */
  quarantine(source: string, ms: number): Promise<void>

  /** Pauses everything (null), or one client: what is not signed waits. Idempotent. */
  pause(clientId: string | null): Promise<void>
  /** Ends that pause; false when there was none. Resuming everything keeps the pauses of single clients. */
  resume(clientId: string | null): Promise<boolean>
  /** The client's id by its name. */
  findClient(name: string): Promise<string | undefined>

  /** An operator says that an unmatched transaction is no payout. False unless it is unmatched. */
  markForeign(hash: string): Promise<boolean>

  /** All lanes, with their unmatched transactions, and what is paused. */
  showLanes(): Promise<ShownLanes>

  /**
   * Begins the books of a wallet after a transaction, for a Horizon that no longer has all before it; with a
   * quarantine. False when the books are further, or hold this sequence.
   */
  startLaneAt(source: string, start: LaneStart & { quarantineMs: number }): Promise<boolean>

  /**
   * Unknown payouts in the wallet and at Pi are this database's, which lost them: the deployment that stopped the lane is
   * adopted, the stop ends, and a quarantine begins. False without a lane.
   */
  adopt(source: string, quarantineMs: number): Promise<boolean>

  /** This database is a copy: it gets a new deployment id, and what carries the old one is another's. Answers the id. */
  renewDeployment(): Promise<string>
}

/** Where a wallet's books begin: after this paging token of Horizon, with all up to this sequence taken as known. */
export type LaneStart = { cursor: string; bookedSequence: bigint }

/** What `lane show` shows. */
export type ShownLanes = {
  deployment: Deployment
  /** `all` or client ids. */
  paused: string[]
  lanes: (Lane & { owner: string | null; unmatched: BookedTransaction[] })[]
}

/** What the runner does. A lane is one wallet; its epoch is the fencing token of every write (R8). */
export type Lanes = {
  /**
   * Inserts the lane if it is missing, with a quarantine: a database without a row for this wallet may have forgotten one.
   * It ends early when the wallet turns out never to have sent anything.
   */
  openLane(source: string, quarantineMs: number): Promise<void>

  /**
   * Takes the lane if nobody's lease on it is running, or it is the owner's own. The epoch rises with every
   * change of owner. Of racing owners one gets a lease. A database that is not the one of the last lease
   * (system identifier, timeline), or a row that a restore wrote, begins a quarantine of `quarantineMs`.
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
   * another wallet is passed over: only that wallet's lane can tell what becomes of it. What a brake stops is passed over.
   * `isOn`: false is the brake of `PAYOUTS=off`.
   */
  pick(lease: Lease, isOn: boolean): Promise<Picked>

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
  quarantineReason: QuarantineReason | null
  /** Nothing is created, signed or cancelled before an operator decides: `lane adopt` or `lane new-deployment`. */
  stop: LaneStop | null
  /** The operator said that payouts which this database does not know are its own. */
  isAdopting: boolean
}

/** Why there is a quarantine: a wallet that is new here, a restored database, an operator. */
export type QuarantineReason = 'new' | 'database' | 'operator'

/** What another deployment, or a copy of this database, was noticed by. */
export type LaneStop = {
  reason: 'foreign_deployment' | 'unknown_payout'
  /** Pi's payment that showed it. */
  payment: string
  payout: string
  /** Null in payments of releases before there were deployments. */
  deployment: string | null
}

/** This database's deployment, and those whose payouts are its own as well. */
export type Deployment = { own: string; adopted: readonly string[] }

/** Why a payout that is not signed waits for an operator or its client, beside `LaneStop`. */
export type Brake = 'paused' | 'client_paused' | 'key_revoked'

/** Everything that a decision rests on, read in one transaction. */
export type Work = {
  lane: Lane
  deployment: Deployment
  payout: Payout | null
  /** Null: none, and without a payout. */
  brake: Brake | null
  /** How long ago Pi showed `lastPayment`, by the database's clock; null: never. */
  paymentAgeMs: number | null
  /** For the audit: a payment of this wallet that Pi has shown. A key that cannot read it is not the wallet's app. */
  knownPayment: string | null
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

/** `taken`: Pi's payment id is another payout's. */
export type Applied = { kind: 'applied'; work: Work } | { kind: 'stale' } | { kind: 'taken' }

/** What a move may write beside the state. It also sets `attempts` 0, `next_at` now, and with a payment when it was seen. */
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
  /** Nothing unknown is left. */
  | { type: 'adopted' }
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
