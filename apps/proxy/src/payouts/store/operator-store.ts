import type { PayoutFilter } from '../model/payout-filter.ts'
import type { BookedTransaction, Envelope, Payout, PayoutEvent } from '../model/payout.ts'
import type { Deployment, Lane } from '../model/work.ts'

/** What operators do. */
export type OperatorPayouts = {
  /** Of all clients, newest first. */
  list(filter: PayoutFilter): Promise<Payout[]>
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
   * or held with its own successful transaction in the books.
   */
  settlePaid(id: string): Promise<Payout | undefined>

  /**
   * Has the audit cancel the payment of a payout that is `paid_unconfirmed`, should it be open at Pi: it may keep others
   * from being created. Undefined in any other state. Idempotent.
   */
  giveUpPayment(id: string): Promise<Payout | undefined>

  /** After the database lost commits (restore, failover): no negative results for this long. Never shortens. Opens the lane. */
  quarantine(source: string, ms: number): Promise<void>

  /** Pauses everything (null), or one client: what is not signed waits. Idempotent. */
  pause(clientId: string | null): Promise<void>
  /** Ends that pause; false when there was none. Resuming everything keeps the pauses of single clients. */
  resume(clientId: string | null): Promise<boolean>
  /** The client's id by its name. */
  findClient(name: string): Promise<string | undefined>

  /** An operator says that an unmatched transaction is not a payout: what waited for it is due. False unless it is unmatched. */
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

  /** This database is a copy: it gets a new deployment id, and what carries the old one is another's. Returns the id. */
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
