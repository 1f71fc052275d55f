import { randomUUID } from 'node:crypto'
import { and, asc, eq, isNull, not, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { client } from '../../keys/key-tables.ts'
import { deployment, payoutPause } from './deployment-tables.ts'
import { payout, walletLane, walletTx } from './payout-tables.ts'
import { writer } from './lane-fence.ts'
import { interval, readCommitted } from './rows.ts'
import { loadLane, loadUnmatched } from './load-work.ts'
import { releaseAll } from './waits.ts'
import type { OperatorPayouts } from './operator-store.ts'

type OfLanes = Omit<
  OperatorPayouts,
  'list' | 'history' | 'envelopes' | 'retry' | 'release' | 'cancel' | 'settlePaid' | 'giveUpPayment'
>

const EVERYTHING = 'all'

/** What operators do with wallets, with clients, and with everything. */
export function createBrakes(db: Db): OfLanes {
  return {
    async quarantine(source, ms) {
      await db
        .insert(walletLane)
        .values({ source, ...firstQuarantineOf(ms) })
        .onConflictDoUpdate({ target: walletLane.source, set: quarantineOf(ms) })
    },

    async pause(clientId) {
      const scope = clientId ?? EVERYTHING
      await db.insert(payoutPause).values({ scope }).onConflictDoNothing()
    },

    async resume(clientId) {
      const ended = await db
        .delete(payoutPause)
        .where(eq(payoutPause.scope, clientId ?? EVERYTHING))
        .returning({ scope: payoutPause.scope })
      return ended.length > 0
    },

    async findClient(name) {
      const [row] = await db
        .select({ clientId: client.clientId })
        .from(client)
        .where(eq(client.name, name))
      return row?.clientId
    },

    markForeign: (hash) =>
      db.transaction(async (tx) => {
        const marked = await tx
          .update(walletTx)
          .set({ foreign: true })
          .where(and(eq(walletTx.hash, hash), isNull(walletTx.payoutId), not(walletTx.foreign)))
          .returning({ hash: walletTx.hash })
        if (marked.length > 0) {
          await releaseAll(tx, eq(payout.waitsFor, 'unidentified_transaction'))
        }
        return marked.length > 0
      }, readCommitted),

    showLanes: () => db.transaction(showLanes, readCommitted),

    startLaneAt: (source, { cursor, bookedSequence, quarantineMs }) =>
      db.transaction(async (tx) => {
        const begin = { cursor, bookedSequence }
        const set = { ...begin, ...quarantineOf(quarantineMs) }
        const isBehind = sql`(${walletLane.bookedSequence} IS NULL OR ${walletLane.bookedSequence} < ${bookedSequence}::bigint)`
        const started = await tx
          .insert(walletLane)
          .values({ source, ...begin, ...firstQuarantineOf(quarantineMs) })
          .onConflictDoUpdate({ target: walletLane.source, set, setWhere: isBehind })
          .returning({ source: walletLane.source })
        return started.length > 0
      }, readCommitted),

    adopt: (source, quarantineMs) =>
      db.transaction(async (tx) => {
        const [lane] = await tx
          .select({ stop: walletLane.stop })
          .from(walletLane)
          .where(eq(walletLane.source, source))
          .for('no key update')
        if (lane == null) return false
        const other = lane.stop?.deployment
        if (other != null) {
          await tx.insert(deployment).values({ id: other, isOwn: false }).onConflictDoNothing()
        }
        const set = { stop: null, isAdopting: true, ...quarantineOf(quarantineMs) }
        await tx.update(walletLane).set(set).where(eq(walletLane.source, source))
        return true
      }, readCommitted),

    renewDeployment: () =>
      db.transaction(async (tx) => {
        const id = randomUUID()
        await tx.update(deployment).set({ id }).where(eq(deployment.isOwn, true))
        const set = { stop: null, isAdopting: false, writtenBy: writer }
        await tx.update(walletLane).set(set)
        return id
      }, readCommitted),
  }
}

/** Of a row that is inserted. */
function firstQuarantineOf(ms: number) {
  return { ...quarantineOf(ms), quarantineUntil: sql`now() + ${interval(ms)}` }
}

/** Never shortens one that is running. */
function quarantineOf(ms: number) {
  return {
    quarantineUntil: sql`greatest(${walletLane.quarantineUntil}, now() + ${interval(ms)})`,
    quarantineReason: 'operator' as const,
    writtenBy: writer,
  }
}

async function showLanes(tx: Db) {
  const sources = await tx
    .select({ source: walletLane.source, owner: walletLane.owner })
    .from(walletLane)
    .orderBy(asc(walletLane.source))
  const [own] = await tx.select().from(deployment).where(eq(deployment.isOwn, true))
  const others = await tx.select().from(deployment).where(eq(deployment.isOwn, false))
  const paused = await tx.select().from(payoutPause).orderBy(asc(payoutPause.scope))
  const lanes = []
  for (const { source, owner } of sources) {
    const { deployment: _deployment, now: _now, ...lane } = await loadLane(tx, source)
    lanes.push({ ...lane, owner, unmatched: await loadUnmatched(tx, source) })
  }
  return {
    deployment: { own: own?.id ?? '', adopted: others.map(({ id }) => id) },
    paused: paused.map(({ scope }) => scope),
    lanes,
  }
}
