import type { BookedTransaction, Envelope, Payout } from './payout.ts'
import type { LedgerTime } from './ports.ts'

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
  /** Stroops that the wallet could pay when it was looked at last; null: never. */
  available: bigint | null
  /** How often in a row Pi gave no payment. */
  createFailures: number
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

/** So many unmatched transactions are loaded: behind them there may be more. */
export const MAX_UNMATCHED = 20

/** Everything that a decision rests on, read in one transaction. */
export type Work = {
  lane: Lane
  deployment: Deployment
  payout: Payout | null
  /** Null: none, and without a payout. */
  brake: Brake | null
  /** The database's clock, Unix seconds. */
  now: number
  /** How long ago Pi showed `lastPayment`, by the database's clock; null: never. */
  paymentAgeMs: number | null
  /** For the audit and before a payment exists: another payment of this wallet that Pi has shown. A key that cannot read it is not the wallet's app. */
  knownPayment: string | null
  /** All of the payout, oldest first. */
  envelopes: Envelope[]
  /** Another payout has a live envelope from this wallet: nothing else is signed before that one is settled. */
  isLaneTaken: boolean
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
