import { and, asc, desc, eq, inArray, isNull, ne, not, notInArray, or, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { client } from '../../keys/key-tables.ts'
import { payout, payoutEvent } from './payout-tables.ts'
import { derivedKey, payoutIdOf } from '../model/correlation.ts'
import { findLimit } from './client-usage.ts'
import { lockAccepting } from './lane-fence.ts'
import { interval, lookUpByIndex, payoutColumns, readCommitted } from './rows.ts'
import { onItsCourse } from './waits.ts'
import { finalStates, isFinal, type Payout } from '../model/payout.ts'
import type { Accepted, ClientPayouts, NewPayout, Requester } from './payout-store.ts'

const uncounted = ['failed', 'cancelled'] as const
/** Nothing that a client could still cancel. */
const uncancellable = [...finalStates, 'paid'] as const

export function createClientPayouts(db: Db): ClientPayouts {
  const find = (id: string) => findBy(db, id)
  return {
    async accept(request) {
      const { clientId, idempotencyKey } = request
      const known = idempotencyKey && (await find(payoutIdOf(clientId, idempotencyKey)))
      if (known && known.keyId === request.keyId) return join(db, known, request)
      return db.transaction(async (tx) => {
        await lockAccepting(tx)
        return acceptLocked(tx, request)
      }, readCommitted)
    },

    find,

    async findByPiId(piId) {
      const [row] = await db.select(payoutColumns).from(payout).where(eq(payout.piId, piId))
      return row
    },

    findMany: async (ids) =>
      ids.length === 0
        ? []
        : db
            .select(payoutColumns)
            .from(payout)
            .where(inArray(payout.id, [...ids])),

    findByRequest: async (requestHashes) =>
      requestHashes.length === 0
        ? []
        : db
            .select(payoutColumns)
            .from(payout)
            .where(inArray(payout.requestHash, [...requestHashes]))
            .orderBy(desc(payout.createdAt))
            .limit(100 * requestHashes.length),

    requestCancel: (id, by) =>
      db.transaction(async (tx) => {
        await noteCancel(tx, id, by)
        const row = await findBy(tx, id)
        return row?.clientId === by.clientId ? row : undefined
      }, readCommitted),

    listOpen: (clientId, { limit, after }) =>
      db.transaction(async (tx) => {
        await lookUpByIndex(tx)
        return tx
          .select(payoutColumns)
          .from(payout)
          .where(
            and(
              eq(payout.clientId, clientId),
              notInArray(payout.state, [...finalStates]),
              after == null ? undefined : isAfter(after),
            ),
          )
          .orderBy(asc(payout.createdAt), asc(payout.id))
          .limit(limit)
      }, readCommitted),
  }
}

/** By the database's own times: they are finer than a Date. */
function isAfter(id: string) {
  const place = sql`SELECT last.created_at, last.id FROM ${payout} AS last WHERE last.id = ${id}`
  return sql`(${payout.createdAt}, ${payout.id}) > (${place})`
}

async function findBy(db: Db, id: string): Promise<Payout | undefined> {
  const [row] = await db.select(payoutColumns).from(payout).where(eq(payout.id, id))
  return row
}

function isSameRequest({ requestHash: known }: Payout, { requestHash, formerHash }: NewPayout) {
  return known === requestHash || known === formerHash
}

/** The caller's key is noted: should the one that asked before be revoked, the payout goes on. */
async function join(tx: Db, known: Payout, request: NewPayout): Promise<Accepted> {
  const { clientId, keyId } = request
  if (!isSameRequest(known, request)) return { kind: 'key_reused' }
  if (known.keyId === keyId && known.clientId === clientId) return { kind: 'joined', payout: known }
  const [row] = await tx
    .update(payout)
    .set({ keyId, clientId, ...onItsCourse, nextAt: sql`now()` })
    .where(eq(payout.id, known.id))
    .returning(payoutColumns)
  if (known.clientId !== clientId) {
    const evidence = {
      because: 'found again by its client',
      was: known.clientId,
      ...requesterOf(request),
    }
    const { id: payoutId, state } = known
    await tx.insert(payoutEvent).values({ payoutId, from: state, to: state, evidence })
  }
  return { kind: 'joined', payout: row ?? known }
}

async function acceptLocked(tx: Db, request: NewPayout): Promise<Accepted> {
  const key = request.idempotencyKey ?? (await deriveKey(tx, request))
  if (typeof key !== 'string') return join(tx, key, request)
  const id = payoutIdOf(request.clientId, key)
  const known = (await findByKey(tx, request.clientId, key)) ?? (await findBy(tx, id))
  if (known != null) return join(tx, known, request)
  const lost = await findLost(tx, request, key)
  if (lost != null) return join(tx, lost, request)
  if (request.amount > request.caps.perPayout) return { kind: 'over_cap' }
  if (!request.isOpen) return { kind: 'closed' }
  const limit = await findLimit(tx, request)
  if (limit != null) return { kind: 'limited', limit }
  return insert(tx, request, { id, idempotencyKey: key })
}

/** One that its client found again has an id of another client id. */
async function findByKey(tx: Db, clientId: string, key: string): Promise<Payout | undefined> {
  const [row] = await tx
    .select(payoutColumns)
    .from(payout)
    .where(and(eq(payout.clientId, clientId), eq(payout.idempotencyKey, key)))
  return row
}

/** Recreated by the audit, without a key that asked, for a client that the database lost and that has another id now. */
function isOfLostClient() {
  const isKnown = sql`EXISTS (SELECT 1 FROM ${client} WHERE ${client.clientId} = ${payout.clientId})`
  return and(isNull(payout.keyId), not(isKnown))
}

/** The same request with the same key, by a client that the database lost: its id proves it. */
async function findLost(
  tx: Db,
  { requestHash, formerHash, clientId }: NewPayout,
  key: string,
): Promise<Payout | undefined> {
  const rows = await tx
    .select(payoutColumns)
    .from(payout)
    .where(
      and(
        inArray(payout.requestHash, [requestHash, formerHash ?? requestHash]),
        ne(payout.clientId, clientId),
        or(isNull(payout.idempotencyKey), eq(payout.idempotencyKey, key)),
        isOfLostClient(),
      ),
    )
  const lost = rows.find((row) => payoutIdOf(row.clientId, key) === row.id)
  if (lost == null || lost.idempotencyKey != null) return lost
  const named = { idempotencyKey: key, clientId }
  await tx.update(payout).set(named).where(eq(payout.id, lost.id))
  return { ...lost, idempotencyKey: key }
}

/** The next derived key, or the payout that the request joins. */
async function deriveKey(tx: Db, request: NewPayout): Promise<string | Payout> {
  const { formerHash } = request
  const former =
    formerHash == null ? null : await deriveFromHash(tx, { ...request, requestHash: formerHash })
  return former != null && typeof former !== 'string' ? former : deriveFromHash(tx, request)
}

async function deriveFromHash(tx: Db, request: NewPayout): Promise<string | Payout> {
  const { clientId, requestHash, windowMs } = request
  const [latest] = await tx
    .select({
      ...payoutColumns,
      n: sql<number>`split_part(${payout.idempotencyKey}, ':', 3)::int`.as('n'),
      isYoung: sql<boolean>`${payout.createdAt} > now() - ${interval(windowMs)}`,
    })
    .from(payout)
    .where(
      and(
        or(eq(payout.clientId, clientId), isOfLostClient()),
        eq(payout.requestHash, requestHash),
        sql`${payout.idempotencyKey} ~ ${`^d:${requestHash}:[0-9]+$`}`,
      ),
    )
    .orderBy(desc(sql`n`))
    .limit(1)
  if (latest == null) return derivedKey(requestHash, 0)
  const { n, isYoung, ...row } = latest
  const isCounted = !uncounted.some((state) => state === row.state)
  // A caller who repeats a call because the first is still in work wants its end and not a second payout.
  const isInWork = windowMs > 0 && !isFinal(row.state)
  return isCounted && (isYoung || isInWork) ? row : derivedKey(requestHash, n + 1)
}

async function insert(
  tx: Db,
  request: NewPayout,
  own: { id: string; idempotencyKey: string },
): Promise<Accepted> {
  const { clientId, keyId, requestHash, uid, amount, memo, metadata } = request
  const asked = { clientId, keyId, requestHash, uid, amount, memo, metadata }
  const [row] = await tx
    .insert(payout)
    .values({ ...own, ...asked, state: 'received' })
    // The audit, which does not take the lock, may have recreated it in this moment.
    .onConflictDoNothing()
    .returning(payoutColumns)
  if (row == null) {
    const known = await findBy(tx, own.id)
    if (known == null) throw new Error(`Payout ${own.id} is neither stored nor known`)
    return join(tx, known, request)
  }
  await tx.insert(payoutEvent).values({
    payoutId: row.id,
    from: null,
    to: 'received',
    evidence: { because: 'requested', ...requesterOf(request) },
  })
  return { kind: 'inserted', payout: row }
}

function requesterOf({ clientId, keyId, requestId }: Requester) {
  return { client_id: clientId, key_id: keyId, request_id: requestId }
}

/** `by` null: an operator, for any client's payout. */
export async function noteCancel(tx: Db, id: string, by: Requester | null) {
  const [row] = await tx
    .update(payout)
    .set({ ...onItsCourse, cancelRequested: true, nextAt: sql`now()`, updatedAt: sql`now()` })
    .where(
      and(
        eq(payout.id, id),
        by == null ? undefined : eq(payout.clientId, by.clientId),
        eq(payout.cancelRequested, false),
        notInArray(payout.state, [...uncancellable]),
      ),
    )
    .returning({ state: payout.state })
  if (row == null) return
  const who = by == null ? { by: 'operator' } : requesterOf(by)
  const evidence = { because: 'cancel requested', ...who }
  await tx.insert(payoutEvent).values({ payoutId: id, from: row.state, to: row.state, evidence })
}
