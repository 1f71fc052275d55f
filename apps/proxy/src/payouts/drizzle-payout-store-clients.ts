import { and, asc, desc, eq, inArray, notInArray, or, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { payout, payoutEvent } from '../database/schema.ts'
import { derivedKey, payoutIdOf } from './correlation.ts'
import { interval, payoutColumns, readCommitted } from './drizzle-payout-store-rows.ts'
import { finalStates, isFinal, type Payout } from './payout.ts'
import type { Accepted, ClientPayouts, NewPayout, Requester } from './payout-store.ts'

/** Any constant of ours: whoever inserts a payout waits for this lock. */
const ACCEPT_LOCK = 7_245_202
const uncounted = ['failed', 'cancelled'] as const
/** Nothing that a client could still cancel. */
const uncancellable = [...finalStates, 'paid'] as const

export function createClientPayouts(db: Db): ClientPayouts {
  const find = (id: string) => findBy(db, id)
  return {
    async accept(request) {
      const { clientId, idempotencyKey } = request
      const known = idempotencyKey && (await find(payoutIdOf(clientId, idempotencyKey)))
      if (known) return join(known, request)
      return db.transaction(async (tx) => {
        await tx.execute(sql`SELECT pg_advisory_xact_lock(${ACCEPT_LOCK}::bigint)`)
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

    requestCancel: (id, by) =>
      db.transaction(async (tx) => {
        await noteCancel(tx, id, by)
        const row = await findBy(tx, id)
        return row?.clientId === by.clientId ? row : undefined
      }, readCommitted),

    listOpen: async (clientId) =>
      db
        .select(payoutColumns)
        .from(payout)
        .where(and(eq(payout.clientId, clientId), notInArray(payout.state, [...finalStates])))
        .orderBy(asc(payout.createdAt), asc(payout.id)),
  }
}

async function findBy(db: Db, id: string): Promise<Payout | undefined> {
  const [row] = await db.select(payoutColumns).from(payout).where(eq(payout.id, id))
  return row
}

function join(known: Payout, { requestHash }: NewPayout): Accepted {
  return known.requestHash === requestHash
    ? { kind: 'joined', payout: known }
    : { kind: 'key_reused' }
}

async function acceptLocked(tx: Db, request: NewPayout): Promise<Accepted> {
  const key = request.idempotencyKey ?? (await deriveKey(tx, request))
  if (typeof key !== 'string') return { kind: 'joined', payout: key }
  const id = payoutIdOf(request.clientId, key)
  const known = await findBy(tx, id)
  if (known != null) return join(known, request)
  if (request.amount > request.caps.perPayout) return { kind: 'over_cap' }
  if (!request.isOpen) return { kind: 'closed' }
  const limit = await findLimit(tx, request)
  if (limit != null) return { kind: 'limited', limit }
  return insert(tx, request, { id, idempotencyKey: key })
}

/** The next derived key, or the payout that the request joins. */
async function deriveKey(tx: Db, request: NewPayout): Promise<string | Payout> {
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
        eq(payout.clientId, clientId),
        eq(payout.requestHash, requestHash),
        sql`${payout.idempotencyKey} ~ ${`^d:${requestHash}:[0-9]+$`}`,
      ),
    )
    .orderBy(desc(sql`n`))
    .limit(1)
  if (latest == null) return derivedKey(requestHash, 0)
  const { n, isYoung, ...row } = latest
  const isCounted = !uncounted.some((state) => state === row.state)
  // Whoever repeats a call because the first is still in work, wants its end and not a second payout.
  const isInWork = windowMs > 0 && !isFinal(row.state)
  return isCounted && (isYoung || isInWork) ? row : derivedKey(requestHash, n + 1)
}

type Limit = Extract<Accepted, { kind: 'limited' }>['limit']

async function findLimit(
  tx: Db,
  { clientId, amount, caps }: NewPayout,
): Promise<Limit | undefined> {
  const isOwn = eq(payout.clientId, clientId)
  const [open] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(payout)
    .where(and(isOwn, notInArray(payout.state, [...finalStates])))
  if ((open?.count ?? 0) >= caps.openPerClient) return 'open_per_client'
  // As text: of a sum the drivers make different types.
  const [day] = await tx
    .select({
      own: sql<string>`coalesce(sum(${payout.amount}) FILTER (WHERE ${isOwn}), 0)::text`,
      all: sql<string>`coalesce(sum(${payout.amount}), 0)::text`,
    })
    .from(payout)
    .where(
      and(
        // What is older and in work may still leave the wallet today.
        or(
          sql`${payout.createdAt} > now() - interval '24 hours'`,
          notInArray(payout.state, [...finalStates]),
        ),
        notInArray(payout.state, [...uncounted]),
      ),
    )
  if (BigInt(day?.own ?? 0) + amount > caps.perClientDay) return 'per_client_day'
  if (BigInt(day?.all ?? 0) + amount > caps.globalDay) return 'global_day'
  return undefined
}

async function insert(
  tx: Db,
  request: NewPayout,
  own: { id: string; idempotencyKey: string },
): Promise<Accepted> {
  const { clientId, requestHash, uid, amount, memo, metadata } = request
  const [row] = await tx
    .insert(payout)
    .values({ ...own, clientId, requestHash, uid, amount, memo, metadata, state: 'received' })
    // The audit, which does not take the lock, may have recreated it in this moment.
    .onConflictDoNothing()
    .returning(payoutColumns)
  if (row == null) {
    const known = await findBy(tx, own.id)
    if (known == null) throw new Error(`Payout ${own.id} is neither stored nor known`)
    return join(known, request)
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

async function noteCancel(tx: Db, id: string, by: Requester) {
  const [row] = await tx
    .update(payout)
    .set({ cancelRequested: true, nextAt: sql`now()`, updatedAt: sql`now()` })
    .where(
      and(
        eq(payout.id, id),
        eq(payout.clientId, by.clientId),
        eq(payout.cancelRequested, false),
        notInArray(payout.state, [...uncancellable]),
      ),
    )
    .returning({ state: payout.state })
  if (row == null) return
  const evidence = { because: 'cancel requested', ...requesterOf(by) }
  await tx.insert(payoutEvent).values({ payoutId: id, from: row.state, to: row.state, evidence })
}
