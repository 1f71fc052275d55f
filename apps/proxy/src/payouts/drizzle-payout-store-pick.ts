import { and, asc, inArray, lte, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { payout, payoutEnvelope } from '../database/schema.ts'
import { loadWork } from './drizzle-payout-store-work.ts'
import { pickOrder } from './payout.ts'
import type { Lease, Picked } from './payout-store.ts'

const begun = pickOrder.filter((state) => state !== 'received')
const isDue = lte(payout.nextAt, sql`now()`)

/** R9: what was begun first, in the order of the states; then whose turn it is. */
export async function pickNext(tx: Db, { source }: Lease): Promise<Picked> {
  const id = (await pickBegun(tx, source)) ?? (await pickReceived(tx))
  if (id != null) return { kind: 'work', work: await loadWork(tx, source, id) }
  const [next] = await tx
    .select({
      ms: sql<
        number | null
      >`ceil(extract(epoch from min(${payout.nextAt}) - now()) * 1000)::float8`,
    })
    .from(payout)
    .where(and(inArray(payout.state, [...pickOrder]), mayGoOn(source)))
  return { kind: 'idle', waitMs: next?.ms == null ? null : Math.max(0, next.ms) }
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

async function pickBegun(tx: Db, source: string): Promise<string | undefined> {
  const order = sql`array_position(${sql.param([...pickOrder])}::text[], ${payout.state})`
  const [row] = await tx
    .select({ id: payout.id })
    .from(payout)
    .where(and(inArray(payout.state, begun), isDue, mayGoOn(source)))
    // As their turns came: a flood of older requests must not overtake whoever had a turn before them.
    .orderBy(order, asc(payout.leftReceivedAt), asc(payout.createdAt), asc(payout.id))
    .limit(1)
  return row?.id
}

/** Round-robin over clients: a client of many requests does not keep the others waiting. */
async function pickReceived(tx: Db): Promise<string | undefined> {
  const lastTurn = sql`(SELECT max(o.left_received_at) FROM ${payout} AS o WHERE o.client_id = ${payout.clientId})`
  const [row] = await tx
    .select({ id: payout.id })
    .from(payout)
    .where(and(inArray(payout.state, ['received']), isDue))
    .orderBy(sql`${lastTurn} NULLS FIRST`, asc(payout.createdAt), asc(payout.id))
    .limit(1)
  return row?.id
}
