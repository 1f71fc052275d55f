import { and, desc, eq, inArray, isNull, lt, lte, notInArray, or, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { payout, payoutEnvelope, walletLane, walletTx } from '../database/schema.ts'
import { applyChanges } from './drizzle-payout-store-apply.ts'
import { databaseId, holdsLane, isAsWritten, writer } from './drizzle-payout-store-fence.ts'
import { pickNext } from './drizzle-payout-store-pick.ts'
import { interval, readCommitted } from './drizzle-payout-store-rows.ts'
import { loadWork } from './drizzle-payout-store-work.ts'
import { finalStates } from './payout.ts'
import type { Lanes, Lease } from './payout-store.ts'

export function createLanes(db: Db): Lanes {
  const holds = async (tx: Db, lease: Lease) => {
    const rows = await tx.select({}).from(walletLane).where(holdsLane(lease))
    return rows.length === 1
  }

  return {
    async openLane(source, quarantineMs) {
      const quarantineUntil = sql`now() + ${interval(quarantineMs)}`
      await db
        .insert(walletLane)
        .values({ source, quarantineUntil, quarantineReason: 'new', writtenBy: writer })
        .onConflictDoNothing()
    },

    async takeLane({ source, owner, leaseMs, quarantineMs }) {
      const isOther = sql`(${walletLane.databaseId} <> ${databaseId} OR NOT ${isAsWritten})`
      const until = sql`greatest(${walletLane.quarantineUntil}, now() + ${interval(quarantineMs)})`
      const [lane] = await db
        .update(walletLane)
        .set({
          owner,
          epoch: sql`${walletLane.epoch} + (${walletLane.owner} IS DISTINCT FROM ${owner})::int`,
          leaseUntil: sql`now() + ${interval(leaseMs)}`,
          databaseId,
          writtenBy: writer,
          quarantineUntil: sql`CASE WHEN ${isOther} THEN ${until} ELSE ${walletLane.quarantineUntil} END`,
          quarantineReason: sql`CASE WHEN ${isOther} THEN 'database' ELSE ${walletLane.quarantineReason} END`,
        })
        .where(
          and(
            eq(walletLane.source, source),
            or(
              eq(walletLane.owner, owner),
              isNull(walletLane.leaseUntil),
              lt(walletLane.leaseUntil, sql`now()`),
            ),
          ),
        )
        .returning({ epoch: walletLane.epoch })
      return lane && { source, owner, epoch: lane.epoch }
    },

    async renewLane(lease, leaseMs) {
      const renewed = await db
        .update(walletLane)
        .set({ leaseUntil: sql`now() + ${interval(leaseMs)}`, writtenBy: writer })
        .where(holdsLane(lease))
        .returning({ epoch: walletLane.epoch })
      return renewed.length === 1
    },

    async releaseLane(lease) {
      await db
        .update(walletLane)
        .set({ leaseUntil: null, writtenBy: writer })
        .where(holdsLane(lease))
    },

    pick: (lease, isOn) =>
      db.transaction(
        async (tx) => ((await holds(tx, lease)) ? pickNext(tx, lease, isOn) : { kind: 'stale' }),
        readCommitted,
      ),

    loadLane: (lease) =>
      db.transaction(
        async (tx) =>
          (await holds(tx, lease)) ? loadWork(tx, lease.source, undefined) : undefined,
        readCommitted,
      ),

    apply: (lease, changes, payoutId) => applyChanges(db, lease, { changes, payoutId }),

    async inspect({ source }, olderThanMs) {
      const [old] = await db
        .select({ count: sql<number>`count(*)::int` })
        .from(payout)
        .where(
          and(
            notInArray(payout.state, [...finalStates]),
            sql`${payout.createdAt} < now() - ${interval(olderThanMs)}`,
          ),
        )
      const contradicted = await findContradicted(db, source)
      const unequal = await findUnequal(db, source)
      return { stuck: old?.count ?? 0, contradicted, unequal }
    },
  }
}

/** So many of the wallet's newest transactions are looked at: about a day of payouts. */
const NEWEST = 20_000

/** Payouts whose booked transactions say something else than the payout. */
async function findContradicted(db: Db, wallet: string): Promise<string[]> {
  const rows = await db
    .select({ id: payout.id })
    .from(walletTx)
    .innerJoin(payout, eq(payout.id, walletTx.payoutId))
    .where(isNewestSuccess(db, wallet))
    .groupBy(payout.id)
    .having(sql`count(*) > 1 OR bool_or(${walletTx.hash} <> ${payout.txid})`)
  return rows.map(({ id }) => id)
}

/** What payouts say was paid and what left the wallet for them, one by one: equal, their sums are equal. */
async function findUnequal(db: Db, wallet: string): Promise<string[]> {
  const others = await db
    .selectDistinct({ id: payout.id })
    .from(walletTx)
    .innerJoin(payout, eq(payout.id, walletTx.payoutId))
    .where(
      and(
        isNewestSuccess(db, wallet),
        sql`${walletTx.paidAmount} IS DISTINCT FROM ${payout.amount}`,
      ),
    )
  const newest = db
    .select({ id: payoutEnvelope.payoutId, hash: payoutEnvelope.hash })
    .from(payoutEnvelope)
    .innerJoin(walletLane, eq(walletLane.source, payoutEnvelope.source))
    .where(
      and(
        eq(payoutEnvelope.source, wallet),
        eq(payoutEnvelope.status, 'applied'),
        lte(payoutEnvelope.sequence, walletLane.bookedSequence),
      ),
    )
    .orderBy(desc(payoutEnvelope.sequence))
    .limit(NEWEST)
    .as('newest')
  const lacking = await db
    .select({ id: newest.id })
    .from(newest)
    .leftJoin(walletTx, and(eq(walletTx.wallet, wallet), eq(walletTx.hash, newest.hash)))
    .where(isNull(walletTx.hash))
  return [...others, ...lacking].map(({ id }) => id)
}

/** Successful transactions of payouts that have one among the newest. */
function isNewestSuccess(db: Db, wallet: string) {
  const newest = db
    .select({ payoutId: walletTx.payoutId })
    .from(walletTx)
    .where(eq(walletTx.wallet, wallet))
    .orderBy(desc(walletTx.sequence))
    .limit(NEWEST)
  return and(eq(walletTx.successful, true), inArray(walletTx.payoutId, newest))
}
