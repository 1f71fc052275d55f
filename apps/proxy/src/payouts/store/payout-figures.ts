import { eq, inArray, isNotNull, notInArray, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { payout, walletLane } from './payout-tables.ts'
import type { PayoutFigures, WalletFigures } from '../../telemetry/payout-metrics.ts'
import { findLaneWait } from './lane-wait.ts'
import { finalStates, type PayoutState } from '../model/payout.ts'

/** The wallet of this process, its name as an owner of the lane, and stroops of a transaction. */
export type FiguresWish = { wallet: string; owner: string; fee: bigint }

/** For the metrics: counts, ages and the wallet's balance, nothing about single payouts or people (P34). */
export async function readPayoutFigures(db: Db, wish?: FiguresWish): Promise<PayoutFigures> {
  const [ofStates, blocked, laneWait, wallet] = await Promise.all([
    readStates(db),
    readBlocked(db),
    findLaneWait(db),
    wish == null ? null : readWallet(db, wish),
  ])
  return { ...ofStates, blocked, laneWait: laneWait?.waitsFor ?? null, wallet }
}

type OfStates = Pick<PayoutFigures, 'states' | 'oldestSeconds' | 'oldestOfStates' | 'waiting'>

async function readStates(db: Db): Promise<OfStates> {
  const rows = await db
    .select({
      state: payout.state,
      waitsFor: payout.waitsFor,
      count: sql<number>`count(*)::int`,
      seconds: sql<number>`extract(epoch from now() - min(${payout.createdAt}))::float8`,
    })
    .from(payout)
    .where(notInArray(payout.state, [...finalStates]))
    .groupBy(payout.state, payout.waitsFor)
  const figures: OfStates = { states: {}, waiting: {}, oldestOfStates: {}, oldestSeconds: 0 }
  const add = (to: Record<string, number>, name: string, count: number) => {
    to[name] = (to[name] ?? 0) + count
  }
  for (const { state, waitsFor, count, seconds } of rows) {
    add(figures.states, state, count)
    add(figures.waiting, state === 'held' ? 'operator' : (waitsFor ?? 'turn'), count)
    figures.oldestSeconds = Math.max(figures.oldestSeconds, seconds)
    figures.oldestOfStates[state] = Math.max(figures.oldestOfStates[state] ?? 0, seconds)
  }
  return figures
}

async function readBlocked(db: Db): Promise<PayoutFigures['blocked']> {
  const isOurs = sql`EXISTS (SELECT 1 FROM ${payout} AS o WHERE o.pi_id = ${payout}.blocked_by)`
  const [row] = await db
    .select({
      ours: sql<number>`count(*) FILTER (WHERE ${isOurs})::int`,
      others: sql<number>`count(*) FILTER (WHERE NOT ${isOurs})::int`,
    })
    .from(payout)
    .where(isNotNull(payout.blockedBy))
  return row ?? { ours: 0, others: 0 }
}

const unsignedStates = ['received', 'creating', 'created'] as const satisfies PayoutState[]

async function readWallet(
  db: Db,
  { wallet, owner, fee }: FiguresWish,
): Promise<WalletFigures | null> {
  const [lane] = await db
    .select({
      isOwner: sql<boolean>`coalesce(${walletLane.owner} = ${owner} AND ${walletLane.leaseUntil} > now(), false)`,
      available: walletLane.available,
      bookedSequence: walletLane.bookedSequence,
    })
    .from(walletLane)
    .where(eq(walletLane.source, wallet))
  if (lane == null) return null
  const money = sql`sum(${payout.amount} + ${fee}::bigint) OVER (ORDER BY ${payout.amount}, ${payout.id})`
  const running = db
    .select({ money: money.as('money') })
    .from(payout)
    .where(inArray(payout.state, [...unsignedStates]))
    .as('running')
  const [counted] = await db
    .select({
      unsigned: sql<number>`count(*)::int`,
      covered: sql<number>`count(*) FILTER (WHERE ${running.money} <= ${lane.available ?? 0n}::bigint)::int`,
    })
    .from(running)
  return { ...lane, unsigned: counted?.unsigned ?? 0, covered: counted?.covered ?? 0 }
}
