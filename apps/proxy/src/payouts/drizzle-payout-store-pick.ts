import { and, asc, eq, inArray, isNotNull, isNull, lte, ne, or, sql, type SQL } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { payout, payoutEnvelope, walletLane } from '../database/schema.ts'
import { brake, loadWork } from './drizzle-payout-store-work.ts'
import { pickOrder } from './payout.ts'
import type { Lease, Picked } from './payout-store.ts'

const begun = pickOrder.filter((state) => state !== 'received')
const isDue = lte(payout.nextAt, sql`now()`)

/** R9: what was begun first, in the order of the states; then whose turn it is. */
export async function pickNext(tx: Db, { source }: Lease, isOn: boolean): Promise<Picked> {
  const [stopped] = await tx
    .select({ source: walletLane.source })
    .from(walletLane)
    .where(and(eq(walletLane.source, source), isNotNull(walletLane.stop)))
  const mayGo = and(mayGoOn(source), isUnbraked({ isOn, isStopped: stopped != null }))
  const id = (await pickBegun(tx, mayGo)) ?? (await pickReceived(tx, mayGo))
  if (id != null) return { kind: 'work', work: await loadWork(tx, source, id) }
  const [next] = await tx
    .select({
      ms: sql<
        number | null
      >`ceil(extract(epoch from min(${payout.nextAt}) - now()) * 1000)::float8`,
    })
    .from(payout)
    .where(and(inArray(payout.state, [...pickOrder]), mayGo))
  return { kind: 'idle', waitMs: next?.ms == null ? null : Math.max(0, next.ms) }
}

/** As `isBraked` of the next step says it. */
function isUnbraked({ isOn, isStopped }: { isOn: boolean; isStopped: boolean }) {
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

async function pickBegun(tx: Db, mayGo: SQL | undefined): Promise<string | undefined> {
  const order = sql`array_position(${sql.param([...pickOrder])}::text[], ${payout.state})`
  const [row] = await tx
    .select({ id: payout.id })
    .from(payout)
    .where(and(inArray(payout.state, begun), isDue, mayGo))
    // As their turns came: a flood of older requests must not overtake whoever had a turn before them.
    .orderBy(order, asc(payout.leftReceivedAt), asc(payout.createdAt), asc(payout.id))
    .limit(1)
  return row?.id
}

/** Round-robin over clients: a client of many requests does not keep the others waiting. */
async function pickReceived(tx: Db, mayGo: SQL | undefined): Promise<string | undefined> {
  const lastTurn = sql`(SELECT max(o.left_received_at) FROM ${payout} AS o WHERE o.client_id = ${payout.clientId})`
  const [row] = await tx
    .select({ id: payout.id })
    .from(payout)
    .where(and(inArray(payout.state, ['received']), isDue, mayGo))
    .orderBy(sql`${lastTurn} NULLS FIRST`, asc(payout.createdAt), asc(payout.id))
    .limit(1)
  return row?.id
}
