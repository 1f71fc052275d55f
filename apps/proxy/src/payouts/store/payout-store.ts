import type { Change } from '../model/changes.ts'
import type { OperatorPayouts } from './operator-store.ts'
import type { Payout } from '../model/payout.ts'
import type { Lease, Work } from '../model/work.ts'
import type { PayoutCaps } from '../model/settings.ts'

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
   * at once. Returns the row as it is afterwards; undefined when it does not exist or belongs to another client.
   */
  requestCancel(id: string, by: Requester): Promise<Payout | undefined>

  /** Not final, of one client, oldest first, at most `limit`: those after the payout `after`; null: from the first one on. */
  listOpen(clientId: string, page: { limit: number; after: string | null }): Promise<Payout[]>
}

/** What the runner does. A lane is one wallet; its epoch is the fencing token of every write (R8). */
export type Lanes = {
  /**
   * Inserts the lane if it is missing, with a quarantine: a database without a row for this wallet may have forgotten one.
   * It ends early when the wallet turns out never to have sent anything.
   */
  openLane(source: string, quarantineMs: number): Promise<void>

  /**
   * Takes the lane if no one's lease on it is running, or it is the owner's own. The epoch rises with every
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

  /** Ends the lease at once, so that another owner need not wait; a lost lease is not touched. */
  releaseLane(lease: Lease): Promise<void>

  /**
   * The next payout that is due (`next_at` reached, not final, not held): first what is paid or signed, then, if the wish
   * allows it, what stands aside, then what else was begun, in the order of `pickOrder` (R9) and as the turns came.
   * One that is `received` begins only while no other is being prepared: none on its course is `creating` or `created`,
   * unless a brake stops that one. Clients take turns (whose latest payout left `received` longest ago), oldest first
   * within one; passed over are those of a user whose payout waits for another payment of theirs, what the wallet was
   * seen not to cover, and what a transaction of its amount, denied by Pi, may have paid. An unidentified transaction
   * that is not denied keeps all from beginning.
   *
   * `created` is passed over while another payout has a live envelope from this wallet: one unsettled payout per sequence.
   * What has a live envelope from another wallet is passed over: only that wallet's lane can tell what becomes of it.
   * What a brake stops is passed over, and `creating` without a payment while creates are paused.
   */
  pick(lease: Lease, wish: PickWish): Promise<Picked>

  /** The lane with the books' loose ends and no payout: for the audit. */
  loadLane(lease: Lease): Promise<Work | undefined>

  /**
   * Applies all changes in one transaction, or none: `stale` when the epoch is over or any compare-and-set finds another
   * value. Every `move` writes an event. Returns the work as it is afterwards, for the payout named.
   */
  apply(lease: Lease, changes: readonly Change[], payoutId: string | null): Promise<Applied>

  /**
   * For the audit's alarms: looks at the newest transactions of the wallet, and with each call at older ones in turn,
   * until about a day of them was looked at. `fee`: stroops of a transaction.
   */
  inspect(lease: Lease, wish: { olderThanMs: number; fee: bigint }): Promise<Findings>
}

/** What the books and the payouts say of each other. Of the payouts named, ids. */
export type Findings = {
  /** Begun, not final, and older than asked. */
  stuck: number
  /** Waiting payouts that the wallet does not cover, as far as picks met them; at most 1,000. */
  uncovered: number
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
  /** The same request by releases that distinguished the letter cases of a uid, when that is another hash. */
  formerHash?: string
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

export type PickWish = {
  /** False: the brake of `PAYOUTS=off`. */
  isOn: boolean
  /** Whether one that stands aside may have this turn. */
  mayTakeAside: boolean
  /** Stroops of a transaction. */
  fee: bigint
  /** Whether what the wallet does not cover is passed over; else it is picked, to fail. */
  waitsForMoney: boolean
}

export type Picked =
  | { kind: 'work'; work: Work }
  /** Nothing is due for this long; null: nothing is open. `isPoor`: some wait for money. */
  | { kind: 'idle'; waitMs: number | null; isPoor: boolean }
  | { kind: 'stale' }

/** `taken`: Pi's payment id is another payout's. */
export type Applied = { kind: 'applied'; work: Work } | { kind: 'stale' } | { kind: 'taken' }
