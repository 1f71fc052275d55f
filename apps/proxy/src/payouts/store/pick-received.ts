import { and, eq, lte, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { literals } from '../../database/columns.ts'
import type { Db } from '../../database/db.ts'
import { apiKey } from '../../keys/key-tables.ts'
import { clientTurn } from './usage-tables.ts'
import { payout, walletTx } from './payout-tables.ts'
import { payoutPause } from './deployment-tables.ts'
import { releaseAll } from './waits.ts'
import { brakeOf } from './load-work.ts'
import { pickOrder, type WaitReason } from '../model/payout.ts'
import type { PickWish } from './payout-store.ts'

type Candidate = {
  id: string
  clientId: string
  uid: string
  amount: bigint
  keyId: string | null
  /** It was passed over for want of money, which the wallet has now. */
  isPoor: boolean
}
type Around = { wish: PickWish; gate: LaneGate }

/** The lane's own condition on what may be picked. */
export type LaneGate = {
  isStopped: boolean
  mayCreate: boolean
  /** The newest creates brought no payment. */
  isFailing: boolean
  available: bigint | null
}

/** Who begins; `none`: no payout may. `look_again`: some that may not were set aside, and there may be more. */
export type Begin = { id: string } | 'none' | 'look_again'

/** Each candidate that cannot begin takes those of its kind aside with it: so many at once, and so many in one pick. */
const MAX_AT_ONCE = 500
const MAX_IN_PICK = 2_000
const MAX_CANDIDATES = 50

/** Who begins: clients take turns. What cannot begin stands aside until that ends, so that no pick looks at it again. */
export async function pickReceived(tx: Db, source: string, around: Around): Promise<Begin> {
  const { wish, gate } = around
  if (!wish.isOn || gate.isStopped || !gate.mayCreate) return 'none'
  if (await isBusy(tx, source)) return 'none'
  let aside = 0
  for (let candidates = 0; candidates < MAX_CANDIDATES && aside < MAX_IN_PICK; candidates += 1) {
    const candidate = await findCandidate(tx, around)
    if (candidate == null) return 'none'
    const taken = await takeAside(tx, candidate, { source, ...around })
    if (taken === 0) {
      const { id, isPoor } = candidate
      if (isPoor) await releaseAll(tx, eq(payout.id, id))
      return { id }
    }
    aside += taken
  }
  return 'look_again'
}

/**
 * Everything is paused, another payout is being prepared, one was just tried and waits for what concerns all, or a
 * transaction may be an unknown payout.
 */
async function isBusy(tx: Db, source: string): Promise<boolean> {
  const isPaused = sql`EXISTS (SELECT 1 FROM ${payoutPause} WHERE scope = 'all')`
  const isPreparing = sql`EXISTS (SELECT 1 FROM ${payout} AS p WHERE p.state IN ('creating', 'created') AND NOT p.is_aside AND ${brakeOf('p')} IS NULL)`
  // Without OFFSET the database may read all that is received instead of the few whose time has not come.
  const later = sql`SELECT p.state FROM ${payout} AS p WHERE p.next_at > now() AND NOT p.is_aside AND p.state IN (${literals(pickOrder)}) OFFSET 0`
  const isTrying = sql`EXISTS (SELECT 1 FROM (${later}) AS later WHERE later.state = 'received')`
  const isUnidentified = sql`EXISTS (SELECT 1 FROM ${walletTx} AS t WHERE t.wallet = ${source} AND t.payout_id IS NULL AND NOT t.is_foreign AND NOT t.is_denied)`
  const [row] = await tx
    .select({
      isBusy: sql<boolean>`(${isPaused} OR ${isPreparing} OR ${isTrying} OR ${isUnidentified})`,
    })
    .from(sql`(VALUES (1)) AS one`)
  return row?.isBusy === true
}

/**
 * The oldest of the client whose turn it is. What waits for money, and is covered now, is found by amount, the smallest
 * first: by age, each pick would look at all that is not covered.
 */
async function findCandidate(tx: Db, { wish, gate }: Around): Promise<Candidate | undefined> {
  const isReceived = sql`${payout.state} = 'received'`
  const onCourse = firstOf(tx, {
    isListed: sql`turn.is_waiting`,
    where: and(isReceived, sql`NOT ${payout.isAside}`, lte(payout.nextAt, sql`now()`)),
    order: [payout.createdAt, payout.id],
    isPoor: false,
  })
  const { available } = gate
  const isLimited = wish.waitsForMoney && available != null
  const covered = isLimited ? sql`${available - wish.fee}::bigint` : sql`${MAX_BIGINT}::bigint`
  const least = sql`(SELECT p.amount FROM ${payout} AS p WHERE p.waits_for = 'money' ORDER BY p.amount LIMIT 1)`
  const withMoney = firstOf(tx, {
    isListed: sql`turn.is_poor AND ${least} <= ${covered}`,
    where: and(
      isReceived,
      sql`${payout.isAside} AND ${payout.waitsFor} = 'money' AND ${payout.amount} <= ${covered}`,
    ),
    order: [payout.amount, payout.createdAt, payout.id],
    isPoor: true,
  })
  const [row] = await tx
    .select({
      id: sql<string>`first.id::text`,
      clientId: sql<string>`first.client_id::text`,
      uid: sql<string>`first.uid`,
      amount: sql<string>`first.amount::text`,
      keyId: sql<string | null>`first.key_id`,
      isPoor: sql<boolean>`first.is_poor`,
    })
    .from(sql`((${withMoney}) UNION ALL (${onCourse})) AS first`)
    .orderBy(sql`first.at NULLS FIRST, first.since, first.client_id, first.is_poor DESC`)
    .limit(1)
  return row && { ...row, amount: BigInt(row.amount) }
}

const MAX_BIGINT = 2n ** 63n - 1n

type Line = { isListed: SQL; where: SQL | undefined; order: PgColumn[]; isPoor: boolean }

/** Of the clients that are listed, in the order of their turns, the first that has one: its first one. */
function firstOf(tx: Db, { isListed, where, order, isPoor }: Line): SQL {
  const { id, uid, amount, keyId, clientId } = payout
  const own = tx
    .select({
      id: sql`${id}`.as('id'),
      uid: sql`${uid}`.as('uid'),
      amount: sql`${amount}`.as('amount'),
      keyId: sql`${keyId}`.as('key_id'),
    })
    .from(payout)
    .where(and(sql`${clientId} = turn.client_id`, where))
    .orderBy(...order)
    .limit(1)
  const isPaused = sql`EXISTS (SELECT 1 FROM ${payoutPause} AS p WHERE p.scope = turn.client_id::text)`
  return sql`SELECT turn.at, turn.since, turn.client_id, next.*, ${isPoor}::boolean AS is_poor
    FROM ${clientTurn} AS turn CROSS JOIN LATERAL ${own} AS next
    WHERE ${isListed} AND NOT ${isPaused} ORDER BY turn.at NULLS FIRST, turn.since, turn.client_id LIMIT 1`
}

/** Takes the candidate, and others that wait for the same, aside if it cannot begin; how many it were. */
async function takeAside(
  tx: Db,
  candidate: Candidate,
  around: Around & { source: string },
): Promise<number> {
  const obstacle = await findObstacle(tx, candidate, around)
  if (obstacle == null) return 0
  const { waitsFor, isAlike, blockedBy = null } = obstacle
  const isReceived = sql`${payout.state} = 'received'`
  // Behind it in its client's line: where others of its kind are, no index says.
  const line = tx
    .select()
    .from(payout)
    .where(and(isReceived, sql`NOT ${payout.isAside}`, eq(payout.clientId, candidate.clientId)))
    .orderBy(payout.createdAt, payout.id)
    .limit(MAX_AT_ONCE)
  const alike = sql`SELECT ${payout.id} FROM (${line}) AS ${payout} WHERE ${isAlike} UNION SELECT ${candidate.id}::uuid`
  const taken = await tx
    .update(payout)
    .set({ waitsFor, blockedBy, isAside: true })
    .where(and(isReceived, sql`${payout.id} IN (${alike})`))
    .returning({ id: payout.id })
  return taken.length
}

type Obstacle = { waitsFor: WaitReason; isAlike: SQL; blockedBy?: string | null }

/** Why the candidate cannot begin, and what others have that cannot for the same reason. */
async function findObstacle(
  tx: Db,
  { uid, amount, keyId }: Candidate,
  { source, wish, gate }: Around & { source: string },
): Promise<Obstacle | undefined> {
  const { available } = gate
  if (wish.waitsForMoney && available != null && amount + wish.fee > available) {
    const isAlike = sql`${payout.amount} > ${available - wish.fee}::bigint`
    return { waitsFor: 'money', isAlike }
  }
  const [why] = await tx
    .select({
      isBlocked: sql<boolean>`EXISTS (SELECT 1 FROM ${payout} AS p WHERE p.uid = ${uid} AND p.state = 'creating' AND p.waits_for = 'user_payment')`,
      blockedBy: sql<
        string | null
      >`(SELECT max(p.blocked_by) FROM ${payout} AS p WHERE p.uid = ${uid} AND p.state = 'creating' AND p.waits_for = 'user_payment')`,
      isRevoked: sql<boolean>`EXISTS (SELECT 1 FROM ${apiKey} AS k WHERE k.key_id = ${keyId} AND k.revoked_at IS NOT NULL)`,
      isDoubted: sql<boolean>`EXISTS (SELECT 1 FROM ${walletTx} AS t WHERE t.wallet = ${source} AND t.payout_id IS NULL AND NOT t.is_foreign AND t.paid_amount = ${amount}::bigint)`,
    })
    .from(sql`(VALUES (1)) AS one`)
  if (why?.isBlocked === true) {
    const { blockedBy } = why
    return { waitsFor: 'user_payment', isAlike: eq(payout.uid, uid), blockedBy }
  }
  if (why?.isRevoked === true && keyId != null) {
    return { waitsFor: 'key', isAlike: eq(payout.keyId, keyId) }
  }
  if (why?.isDoubted === true) {
    return { waitsFor: 'unidentified_transaction', isAlike: eq(payout.amount, amount) }
  }
  return undefined
}
