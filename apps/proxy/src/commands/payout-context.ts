import { eq, inArray, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { client } from '../keys/key-tables.ts'
import { payout, walletLane } from '../payouts/store/payout-tables.ts'
import { brake } from '../payouts/store/load-work.ts'
import { findLaneWait } from '../payouts/store/lane-wait.ts'
import type { Payout, PayoutState } from '../payouts/model/payout.ts'
import type { Brake } from '../payouts/model/work.ts'
import { waitOf, type LaneWait } from '../payouts/model/wait-of.ts'

/** What is known about a payout beside its row: whose it is, and what may keep it waiting. */
export type PayoutContext = {
  /** Null: the database does not know the client. */
  client: string | null
  brake: Brake | null
  /** Wallet of the lane that is stopped and that would pay it. */
  stoppedLane: string | null
  /** What keeps all that is waiting from its turn. */
  laneWait: LaneWait | null
}

/** A lane that another wallet has taken over keeps no one waiting. */
const stoppedLane = sql<string | null>`(
  SELECT l.source FROM ${walletLane} AS l
  WHERE l.stop IS NOT NULL AND (l.lease_until > now() OR NOT EXISTS (
    SELECT 1 FROM ${walletLane} AS o WHERE o.source <> l.source AND o.lease_until > now()))
  ORDER BY l.source LIMIT 1)`

/** Of all these payouts in one query. */
export async function findPayoutContexts(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PayoutContext>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: payout.id, client: client.name, brake, stoppedLane })
    .from(payout)
    // The join also makes drizzle write the table before each column, which the nested queries need.
    .leftJoin(client, eq(client.clientId, payout.clientId))
    .where(inArray(payout.id, [...ids]))
  const laneWait = await findLaneWait(db)
  return new Map(rows.map(({ id, ...context }) => [id, { ...context, laneWait }]))
}

/** The names of clients by their ids; an id without a name is missing. */
export async function findClientNames(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: client.clientId, name: client.name })
    .from(client)
    .where(inArray(client.clientId, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const unsigned: ReadonlySet<PayoutState> = new Set(['received', 'creating', 'created'])

/** What a payout waits for, in words: what an operator did, or else what happened. Undefined: its turn, or nothing. */
export function whyWaits(payout: Payout, context: PayoutContext): string | undefined {
  const braked = whyBraked(payout, context)
  if (braked != null) return braked
  const { waitsFor, blockedBy } = waitOf(payout, context.laneWait)
  // What is held has its reason beside it.
  if (waitsFor == null || waitsFor === 'operator') return undefined
  return `${waitsFor}${blockedBy == null ? '' : `, blocked by payment ${blockedBy}`}`
}

/** Why the runner passes over a payout, as `isBraked` of the payouts' next step decides it; undefined when it does not. */
export function whyBraked(payout: Payout, context: PayoutContext): string | undefined {
  const { state, cancelRequested, keyId, clientId } = payout
  const { brake, stoppedLane, client } = context
  const isUnsigned = unsigned.has(state)
  if (stoppedLane != null && (isUnsigned || state === 'cancelling')) {
    return `the lane of ${stoppedLane} is stopped`
  }
  if (!isUnsigned || cancelRequested || brake == null) return undefined
  switch (brake) {
    case 'paused':
      return 'all payouts are paused'
    case 'client_paused':
      return `client ${client ?? clientId} is paused`
    case 'key_revoked':
      return `key ${keyId} is revoked`
  }
}
