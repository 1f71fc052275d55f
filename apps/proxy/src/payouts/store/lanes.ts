import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { walletLane } from './payout-tables.ts'
import { applyChanges } from './apply-changes.ts'
import { databaseId, holdsLane, isAsWritten, writer } from './lane-fence.ts'
import { firstTurn, inspectLane, type Turn } from './inspect-lane.ts'
import { pickNext } from './pick-next.ts'
import { interval, readCommitted } from './rows.ts'
import { loadWork } from './load-work.ts'
import type { Lease } from '../model/work.ts'
import type { Lanes } from './payout-store.ts'

export function createLanes(db: Db): Lanes {
  const turns = new Map<string, Turn>()
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

    pick: (lease, wish) =>
      db.transaction(
        async (tx) => ((await holds(tx, lease)) ? pickNext(tx, lease, wish) : { kind: 'stale' }),
        readCommitted,
      ),

    loadLane: (lease) =>
      db.transaction(
        async (tx) =>
          (await holds(tx, lease)) ? loadWork(tx, lease.source, undefined) : undefined,
        readCommitted,
      ),

    apply: (lease, changes, payoutId) => applyChanges(db, lease, { changes, payoutId }),

    async inspect({ source }, { olderThanMs }) {
      const wish = { olderThanMs, turn: turns.get(source) ?? firstTurn }
      const inspect = (tx: Db) => inspectLane(tx, source, wish)
      const { findings, next } = await db.transaction(inspect, readCommitted)
      turns.set(source, next)
      return findings
    },
  }
}
