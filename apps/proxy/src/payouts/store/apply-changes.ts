import {
  and,
  DrizzleQueryError,
  eq,
  isNotNull,
  isNull,
  ne,
  not,
  or,
  sql,
  type SQL,
  TransactionRollbackError,
} from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { payout, payoutEnvelope, payoutEvent, walletLane, walletTx } from './payout-tables.ts'
import { isNamedBy } from '../model/correlation.ts'
import { holdsLane, lockAccepting, writer } from './lane-fence.ts'
import { readCommitted, walletTxValues } from './rows.ts'
import { loadWork } from './load-work.ts'
import type { Change } from '../model/changes.ts'
import { endWaits, onItsCourse, pauseCreates, releaseAll, rest, seeBalance } from './waits.ts'
import type { Lease } from '../model/work.ts'
import type { Applied } from './payout-store.ts'

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]
type ChangeOf<Type extends Change['type']> = Extract<Change, { type: Type }>

const UNIQUE_VIOLATION = '23505'

const isUnmatched = and(isNull(walletTx.payoutId), not(walletTx.foreign))

/** All changes under the lane's row lock, or none of them. */
export async function applyChanges(
  db: Db,
  lease: Lease,
  { changes, payoutId }: { changes: readonly Change[]; payoutId: string | null },
): Promise<Applied> {
  try {
    return await db.transaction(async (tx) => {
      const lane = await tx.select({}).from(walletLane).where(holdsLane(lease)).for('no key update')
      requireOne(tx, lane)
      for (const change of changes) await applyChange(tx, lease, change)
      const work = await loadWork(tx, lease.source, payoutId ?? undefined)
      return { kind: 'applied' as const, work }
    }, readCommitted)
  } catch (error) {
    if (error instanceof TransactionRollbackError) return { kind: 'stale' }
    const constraint = violatedConstraint(error)
    if (constraint == null) throw error
    return { kind: constraint === 'payout_pi_id_unique' ? 'taken' : 'stale' }
  }
}

/** A constraint is a compare-and-set too. */
function violatedConstraint(error: unknown): string | undefined {
  const { cause } = error instanceof DrizzleQueryError ? error : {}
  if (!(cause instanceof Error) || !('code' in cause) || cause.code !== UNIQUE_VIOLATION) {
    return undefined
  }
  return 'constraint' in cause ? String(cause.constraint) : ''
}

/** Rolls everything back unless the compare-and-set found its row. */
function requireOne(tx: Tx, rows: readonly unknown[]) {
  if (rows.length !== 1) tx.rollback()
}

async function applyChange(tx: Tx, lease: Lease, change: Change): Promise<void> {
  switch (change.type) {
    case 'move':
      return move(tx, lease, change)
    case 'rest':
      return requireOne(tx, await rest(tx, change))
    case 'pause_creates':
      return pauseCreates(tx, lease.source, change)
    case 'see_balance':
      return seeBalance(tx, lease.source, change)
    case 'add_envelope':
      return addEnvelope(tx, lease, change)
    case 'settle_envelope':
      return settleEnvelope(tx, change)
    case 'book':
      return book(tx, lease, change)
    case 'identify':
      return identify(tx, lease, change)
    case 'recreate':
      return recreate(tx, change)
    case 'deny':
      return deny(tx, lease, change)
    case 'stop_lane':
      // The first reason is kept.
      return setLane(tx, lease, { stop: sql`coalesce(${walletLane.stop}, ${change.stop}::json)` })
    case 'end_quarantine':
      return setLane(tx, lease, {
        quarantineUntil: sql`CASE WHEN ${walletLane.quarantineReason} = 'new' THEN NULL ELSE ${walletLane.quarantineUntil} END`,
      })
    case 'unblock':
      return releaseAll(tx, eq(payout.blockedBy, change.piId))
    case 'adopted':
      return setLane(tx, lease, { isAdopting: sql`false` })
  }
}

async function setLane(
  tx: Tx,
  { source }: Lease,
  set: Partial<Record<'stop' | 'quarantineUntil' | 'isAdopting', SQL>>,
) {
  await tx
    .update(walletLane)
    .set({ ...set, writtenBy: writer })
    .where(eq(walletLane.source, source))
}

async function move(tx: Tx, lease: Lease, change: ChangeOf<'move'>) {
  const { payoutId, from, to, set, evidence } = change
  const now = sql`now()`
  const seen = set.lastPayment == null ? {} : { paymentSeenAt: now }
  const leaves = from === 'received' && to !== 'received' ? { leftReceivedAt: now } : {}
  const moved = await tx
    .update(payout)
    .set({
      ...set,
      ...leaves,
      ...seen,
      ...onItsCourse,
      state: to,
      attempts: 0,
      nextAt: now,
      updatedAt: now,
    })
    .where(and(eq(payout.id, payoutId), eq(payout.state, from)))
    .returning({ id: payout.id, piId: payout.piId, uid: payout.uid })
  requireOne(tx, moved)
  await tx.insert(payoutEvent).values({ payoutId, from, to, evidence })
  const [row] = moved
  if (row != null) await endWaits(tx, lease.source, { from, to, row })
}

async function addEnvelope(tx: Tx, lease: Lease, { envelope }: ChangeOf<'add_envelope'>) {
  const isStopped = and(eq(walletLane.source, lease.source), isNotNull(walletLane.stop))
  const stopped = await tx.select({}).from(walletLane).where(isStopped)
  if (stopped.length > 0) tx.rollback()
  const { payoutId, source, sequence } = envelope
  const isOwn = eq(payoutEnvelope.payoutId, payoutId)
  const hasOtherTerms = or(ne(payoutEnvelope.source, source), ne(payoutEnvelope.sequence, sequence))
  const inTheWay = await tx
    .select({ hash: payoutEnvelope.hash })
    .from(payoutEnvelope)
    .where(
      and(
        eq(payoutEnvelope.status, 'live'),
        or(and(isOwn, hasOtherTerms), and(not(isOwn), eq(payoutEnvelope.source, source))),
      ),
    )
    .limit(1)
  if (inTheWay.length > 0) tx.rollback()
  await tx.insert(payoutEnvelope).values(envelope)
}

async function settleEnvelope(tx: Tx, { hash, status, evidence }: ChangeOf<'settle_envelope'>) {
  const settled = await tx
    .update(payoutEnvelope)
    .set({ status, evidence })
    .where(and(eq(payoutEnvelope.hash, hash), eq(payoutEnvelope.status, 'live')))
    .returning({ hash: payoutEnvelope.hash })
  requireOne(tx, settled)
}

async function book(tx: Tx, { source }: Lease, change: ChangeOf<'book'>) {
  const { transactions, fromCursor, cursor, bookedSequence, tip } = change
  const moved = await tx
    .update(walletLane)
    .set({
      cursor,
      bookedSequence,
      writtenBy: writer,
      ...(tip != null && { tipLedger: tip.sequence, tipClosedAt: tip.closedAt }),
    })
    .where(
      and(
        eq(walletLane.source, source),
        sql`${walletLane.cursor} IS NOT DISTINCT FROM ${fromCursor}`,
      ),
    )
    .returning({ source: walletLane.source })
  requireOne(tx, moved)
  if (transactions.length === 0) return
  const rows = transactions.map((transaction) => {
    const { hash, memo, successful } = transaction
    // Others name in their memos what they like.
    const paysByMemo = successful && transaction.source === source ? memo : null
    // What was called cancelled or failed is left to the audit, which takes that back.
    const isNo = sql`${payout.state} IN ('cancelled', 'failed')`
    const owner = sql`coalesce((SELECT ${payoutEnvelope.payoutId} FROM ${payoutEnvelope} JOIN ${payout} ON ${payout.id} = ${payoutEnvelope.payoutId} WHERE ${payoutEnvelope.hash} = ${hash} AND NOT (${successful}::boolean AND ${isNo})), (SELECT ${payout.id} FROM ${payout} WHERE ${payout.piId} = ${paysByMemo}::text AND NOT ${isNo}))`
    const foreign = sql`(${paysByMemo == null}::boolean AND ${owner} IS NULL)`
    return walletTxValues(source, transaction, { payoutId: owner, foreign })
  })
  await tx.insert(walletTx).values(rows).onConflictDoNothing()
}

async function identify(tx: Tx, { source }: Lease, { hash, payoutId }: ChangeOf<'identify'>) {
  const identified = await tx
    .update(walletTx)
    .set({ payoutId, foreign: payoutId == null })
    .where(and(eq(walletTx.wallet, source), eq(walletTx.hash, hash), isUnmatched))
    .returning({ hash: walletTx.hash })
  requireOne(tx, identified)
  await releaseAll(tx, eq(payout.waitsFor, 'unidentified_transaction'))
}

async function deny(tx: Tx, { source }: Lease, { hash }: ChangeOf<'deny'>) {
  await tx
    .update(walletTx)
    .set({ isDenied: true })
    .where(and(eq(walletTx.wallet, source), eq(walletTx.hash, hash), isUnmatched))
}

async function recreate(tx: Tx, { payout: lost, evidence }: ChangeOf<'recreate'>) {
  // Its client may be back under another id and have asked again since the audit looked: that row is this payout.
  await lockAccepting(tx)
  const sameRequest = await tx
    .select({
      idempotencyKey: payout.idempotencyKey,
      requestHash: payout.requestHash,
      id: payout.id,
    })
    .from(payout)
    .where(eq(payout.requestHash, lost.requestHash))
  const { id: p, clientId: c, requestHash: r } = lost
  if (sameRequest.some((row) => isNamedBy({ p, c, r }, row))) tx.rollback()
  const made = await tx
    .insert(payout)
    .values({ ...lost, state: 'paid' })
    .onConflictDoNothing()
    .returning({ id: payout.id })
  requireOne(tx, made)
  await tx.insert(payoutEvent).values({ payoutId: lost.id, from: null, to: 'paid', evidence })
}
