import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, or, sql, type SQL } from 'drizzle-orm'
import { literals } from '../../database/columns.ts'
import type { Db } from '../../database/db.ts'
import { payout, payoutEnvelope, walletLane } from './payout-tables.ts'
import { pickReceived, type LaneGate } from './pick-received.ts'
import { lookUpByIndex } from './rows.ts'
import { brake, loadWork } from './load-work.ts'
import { begunStates, pickOrder, type WorkState } from '../model/payout.ts'
import type { Lease } from '../model/work.ts'
import type { Picked, PickWish } from './payout-store.ts'

const isDue = lte(payout.nextAt, sql`now()`)
const isOnCourse = sql`NOT ${payout.isAside}`
/** Written out: parameters would hide from the database which index covers it. */
const isOneOf = (states: readonly string[]) => sql`${payout.state} IN (${literals(states)})`
const isReceived = isOneOf(['received'])

/**
 * R9: what is paid or signed, what stood aside if it is its turn, what was begun, and then who may begin. While creates
 * fail, those that failed before come after who was not tried yet: each failure keeps all waiting.
 */
export async function pickNext(tx: Db, { source }: Lease, wish: PickWish): Promise<Picked> {
  await lookUpByIndex(tx)
  const gate = await readGate(tx, source)
  const mayGo = and(isDue, mayGoOn(source), isUnbraked(wish, gate), mayCreateNow(gate))
  const begun =
    (await pickBegun(tx, ['paid', 'signed'], mayGo)) ??
    (wish.mayTakeAside
      ? await pickAside(tx, and(mayGo, gate.isFailing ? needsNoCreate : undefined))
      : undefined) ??
    (await pickBegun(tx, ['created', 'cancelling', 'creating'], mayGo)) ??
    (await pickLeaving(tx, mayGo))
  const begin = begun == null ? await pickReceived(tx, source, { wish, gate }) : { id: begun }
  if (typeof begin === 'object') {
    return { kind: 'work', work: await loadWork(tx, source, begin.id) }
  }
  const retried = wish.mayTakeAside && gate.isFailing ? await pickAside(tx, mayGo) : undefined
  if (retried != null) return { kind: 'work', work: await loadWork(tx, source, retried) }
  const idle = await readWait(tx, source)
  return { kind: 'idle', ...idle, ...(begin === 'look_again' && { waitMs: 0 }) }
}

async function readGate(tx: Db, source: string): Promise<LaneGate> {
  const [lane] = await tx
    .select({
      isStopped: sql<boolean>`${walletLane.stop} IS NOT NULL`,
      mayCreate: sql<boolean>`coalesce(${walletLane.createAfter} <= now(), true)`,
      isFailing: sql<boolean>`${walletLane.createFailures} > 0`,
      available: walletLane.available,
    })
    .from(walletLane)
    .where(eq(walletLane.source, source))
  return lane ?? { isStopped: false, mayCreate: true, isFailing: false, available: null }
}

/** As `isBraked` of the next step says it. */
function isUnbraked({ isOn }: PickWish, { isStopped }: LaneGate) {
  const isSigned = inArray(payout.state, ['paid', 'signed'])
  if (isStopped) return isSigned
  const isOnTheWayOut = or(eq(payout.state, 'cancelling'), eq(payout.cancelRequested, true))
  return isOn ? or(isSigned, isOnTheWayOut, isNull(brake)) : or(isSigned, isOnTheWayOut)
}

/**
 * One unsettled payout per sequence: nothing is signed beside a live envelope of another payout. What another wallet
 * signed waits for that wallet: only its own sequence and books tell what becomes of it.
 */
function mayGoOn(source: string) {
  const live = sql`SELECT 1 FROM ${payoutEnvelope} WHERE ${payoutEnvelope.status} = 'live'`
  const ofOthers = sql`${live} AND ${payoutEnvelope.source} = ${source} AND ${payoutEnvelope.payoutId} <> ${payout.id}`
  const ofAnotherWallet = sql`${live} AND ${payoutEnvelope.payoutId} = ${payout.id} AND ${payoutEnvelope.source} <> ${source}`
  return and(
    or(ne(payout.state, 'created'), sql`NOT EXISTS (${ofOthers})`),
    sql`NOT EXISTS (${ofAnotherWallet})`,
  )
}

const needsNoCreate = or(
  ne(payout.state, 'creating'),
  isNotNull(payout.piId),
  eq(payout.cancelRequested, true),
)

/** While Pi gives no one a payment, no more are asked for: each call may open one. */
function mayCreateNow({ mayCreate }: LaneGate) {
  return mayCreate ? undefined : needsNoCreate
}

/** The first state that has any; inside a state as their turns came, so that no flood of older requests overtakes. */
async function pickBegun(
  tx: Db,
  states: readonly WorkState[],
  mayGo: SQL | undefined,
): Promise<string | undefined> {
  const ordered = sql`unnest(${sql.param([...states])}::text[]) WITH ORDINALITY AS one (state, rank)`
  // The list of states beside the one state lets the database see that its index covers it.
  const found = tx
    .select({ id: sql<string>`${payout.id}`.as('id') })
    .from(payout)
    .where(and(sql`${payout.state} = one.state`, isOneOf(begunStates), isOnCourse, mayGo))
    .orderBy(asc(payout.leftReceivedAt), asc(payout.createdAt), asc(payout.id))
    .limit(1)
  const [row] = await tx
    .select({ id: sql<string>`next.id` })
    .from(sql`${ordered} CROSS JOIN LATERAL ${found} AS next`)
    .orderBy(sql`one.rank`)
    .limit(1)
  return row?.id
}

/** Whose time came first. */
async function pickAside(tx: Db, mayGo: SQL | undefined): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: payout.id })
    .from(payout)
    .where(and(sql`${payout.isAside}`, isOneOf(begunStates), mayGo))
    .orderBy(asc(payout.nextAt))
    .limit(1)
  return row?.id
}

/** Asked to be cancelled before it began. */
async function pickLeaving(tx: Db, mayGo: SQL | undefined): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: payout.id })
    .from(payout)
    .where(and(sql`${payout.cancelRequested}`, isReceived, mayGo))
    .orderBy(asc(payout.createdAt))
    .limit(1)
  return row?.id
}

/** Until something is due that is not now. What only waits for its turn is not asked: an end wakes the runner. */
async function readWait(tx: Db, source: string) {
  const ms = (at: SQL) => sql<number | null>`ceil(extract(epoch from ${at} - now()) * 1000)::float8`
  const onCourse = sql`(SELECT min(p.next_at) FROM ${payout} AS p WHERE p.next_at > now() AND NOT p.is_aside AND p.state IN (${literals(pickOrder)}))`
  const aside = sql`(SELECT min(p.next_at) FROM ${payout} AS p WHERE p.next_at > now() AND p.is_aside AND p.state IN (${literals(begunStates)}))`
  const creates = sql`CASE WHEN ${walletLane.createAfter} > now() THEN ${walletLane.createAfter} END`
  const [next] = await tx
    .select({
      ms: ms(sql`least(${onCourse}, ${aside}, ${creates})`),
      isPoor: sql<boolean>`EXISTS (SELECT 1 FROM ${payout} AS p WHERE p.waits_for = 'money')`,
    })
    .from(walletLane)
    .where(eq(walletLane.source, source))
  const waitMs = next?.ms == null ? null : Math.max(0, next.ms)
  return { waitMs, isPoor: next?.isPoor === true }
}
