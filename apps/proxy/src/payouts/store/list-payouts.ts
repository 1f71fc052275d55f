import { canonicalUid } from '@aloha-pi/contracts/platform'
import { and, desc, eq, inArray, or, sql, type SQL } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { clientTurn } from './usage-tables.ts'
import { payout, payoutEnvelope } from './payout-tables.ts'
import { interval, payoutColumns } from './rows.ts'
import type { PayoutFilter } from '../model/payout-filter.ts'
import { isFinal, type Payout, type PayoutState } from '../model/payout.ts'

/** Newest first. A page begins behind the last payout of the one before, whatever came meanwhile. */
export async function listPayouts(db: Db, filter: PayoutFilter): Promise<Payout[]> {
  return db
    .select(payoutColumns)
    .from(payout)
    .where(and(...conditions(filter)))
    .orderBy(desc(payout.createdAt), desc(payout.id))
    .limit(filter.limit)
}

function conditions(filter: PayoutFilter): (SQL | undefined)[] {
  const { states, clientId, idempotencyKey, uid, txid, olderThanMs, youngerThanMs, after } = filter
  return [
    states && isInState(states),
    clientId && eq(payout.clientId, clientId),
    idempotencyKey && eq(payout.idempotencyKey, idempotencyKey),
    // The index of keys begins with the client.
    idempotencyKey && clientId == null
      ? sql`${payout.clientId} IN (SELECT t.client_id FROM ${clientTurn} AS t)`
      : undefined,
    uid && sql`lower(${payout.uid}) = ${canonicalUid(uid)}`,
    txid && isPaidBy(txid),
    olderThanMs == null ? undefined : sql`${payout.createdAt} <= ${before(olderThanMs)}`,
    youngerThanMs == null ? undefined : sql`${payout.createdAt} > ${before(youngerThanMs)}`,
    after && isBehind(after),
  ].map((condition) => condition || undefined)
}

/** In two parts, so that each has an index: what is open, and what ended without being completed. */
function isInState(states: readonly PayoutState[]): SQL | undefined {
  const isOneOf = (some: PayoutState[]) => inArray(payout.state, some)
  if (states.includes('completed')) return isOneOf([...states])
  return or(
    isOneOf(states.filter((state) => !isFinal(state))),
    isOneOf(states.filter((state) => isFinal(state))),
  )
}

/** The transaction that paid it, or one that was signed for it. */
function isPaidBy(txid: string): SQL {
  return sql`${payout.id} IN (
    SELECT p.id FROM ${payout} AS p WHERE p.txid = ${txid}
    UNION SELECT e.payout_id FROM ${payoutEnvelope} AS e WHERE e.hash = ${txid})`
}

function before(ms: number): SQL {
  return sql`now() - ${interval(ms)}`
}

/** By the database's own times: they are finer than a Date. */
function isBehind(id: string): SQL {
  const place = sql`SELECT last.created_at, last.id FROM ${payout} AS last WHERE last.id = ${id}`
  return sql`(${payout.createdAt}, ${payout.id}) < (${place})`
}
