import { and, asc, desc, eq, gte, isNotNull, isNull, not, or, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import {
  apiKey,
  deployment,
  payout,
  payoutPause,
  walletLane,
  walletTx,
} from '../database/schema.ts'
import { listEnvelopes } from './drizzle-payout-store-operators.ts'
import { bookedFrom, payoutColumns } from './drizzle-payout-store-rows.ts'
import type { BookedTransaction, Envelope, Payout } from './payout.ts'
import type { Brake, Deployment, Lane, Work } from './payout-store.ts'
import { MAX_UNMATCHED } from './rules.ts'

/** What a decision about this payout, or about the lane alone, rests on. */
export async function loadWork(
  tx: Db,
  source: string,
  payoutId: string | undefined,
): Promise<Work> {
  const { deployment, ...lane } = await loadLane(tx, source)
  const unmatched = await loadUnmatched(tx, source)
  const shared = { lane, deployment, unmatched }
  if (payoutId == null) {
    const knownPayment = unmatched.length === 0 ? null : await findKnownPayment(tx, source)
    const none = { brake: null, paymentAgeMs: null, consumer: null }
    return { ...shared, ...none, payout: null, envelopes: [], booked: [], knownPayment }
  }
  const [found] = await tx
    .select({ ...payoutColumns, brake, paymentAgeMs })
    .from(payout)
    .where(eq(payout.id, payoutId))
  const { brake: onIt, paymentAgeMs: age, ...row } = found ?? {}
  const envelopes = await listEnvelopes(tx, payoutId)
  const booked = await tx
    .select()
    .from(walletTx)
    .where(eq(walletTx.payoutId, payoutId))
    .orderBy(asc(walletTx.sequence))
  return {
    ...shared,
    payout: isRow(row) ? row : null,
    brake: onIt ?? null,
    paymentAgeMs: age ?? null,
    knownPayment: null,
    envelopes,
    booked: booked.map(bookedFrom),
    consumer: await findConsumer(tx, lane, envelopes),
  }
}

function isRow(row: object): row is Payout {
  return 'id' in row
}

/** Drizzle leaves the table out of a column's name where a query has one table: a subquery then means its own column. */
const of = (name: string) => sql`${payout}.${sql.identifier(name)}`

/** What stops a payout that is not signed, beside the lane's own stop. */
export const brake = sql<Brake | null>`CASE
  WHEN EXISTS (SELECT 1 FROM ${payoutPause} AS p WHERE p.scope = 'all') THEN 'paused'
  WHEN EXISTS (SELECT 1 FROM ${payoutPause} AS p WHERE p.scope = ${of('client_id')}::text) THEN 'client_paused'
  WHEN EXISTS (SELECT 1 FROM ${apiKey} AS k WHERE k.key_id = ${of('key_id')} AND k.revoked_at IS NOT NULL) THEN 'key_revoked'
END`

const paymentAgeMs = sql<
  number | null
>`(extract(epoch from now() - ${payout.paymentSeenAt}) * 1000)::float8`

/** The newest payment of this wallet that Pi has shown for a payout. */
async function findKnownPayment(tx: Db, source: string): Promise<string | null> {
  const [known] = await tx
    .select({ piId: payout.piId })
    .from(payout)
    .where(and(isNotNull(payout.piId), eq(payout.fromAddress, source)))
    .orderBy(desc(payout.createdAt))
    .limit(1)
  return known?.piId ?? null
}

type LaneHere = Lane & { deployment: Deployment }

export async function loadLane(tx: Db, source: string): Promise<LaneHere> {
  const [row] = await tx
    .select({
      epoch: walletLane.epoch,
      cursor: walletLane.cursor,
      bookedSequence: walletLane.bookedSequence,
      tipLedger: walletLane.tipLedger,
      tipClosedAt: walletLane.tipClosedAt,
      quarantineLeftMs: sql<number>`coalesce(greatest(0, ceil(extract(epoch from ${walletLane.quarantineUntil} - now()) * 1000)), 0)::float8`,
      quarantineReason: walletLane.quarantineReason,
      stop: walletLane.stop,
      isAdopting: walletLane.isAdopting,
      own: sql<string>`(SELECT ${deployment.id}::text FROM ${deployment} WHERE ${deployment.isOwn})`,
      adopted: sql<
        string[]
      >`ARRAY(SELECT ${deployment.id}::text FROM ${deployment} WHERE NOT ${deployment.isOwn})`,
    })
    .from(walletLane)
    .where(eq(walletLane.source, source))
  if (row == null) throw new Error(`The lane of ${source} was never opened`)
  const { tipLedger, tipClosedAt, own, adopted, ...rest } = row
  const isKnown = tipLedger != null && tipClosedAt != null
  const tip = isKnown ? { sequence: tipLedger, closedAt: tipClosedAt } : null
  return { source, ...rest, tip, deployment: { own, adopted } }
}

export async function loadUnmatched(tx: Db, wallet: string): Promise<BookedTransaction[]> {
  const rows = await tx
    .select()
    .from(walletTx)
    .where(and(eq(walletTx.wallet, wallet), isNull(walletTx.payoutId), not(walletTx.foreign)))
    .orderBy(asc(walletTx.isDenied), asc(walletTx.ledger), asc(walletTx.sequence))
    .limit(MAX_UNMATCHED)
  return rows.map(bookedFrom)
}

/** Who took the sequence of the live envelopes: a transaction that has it, or the first that bumped over it. */
async function findConsumer(
  tx: Db,
  { source, bookedSequence }: Lane,
  envelopes: readonly Envelope[],
): Promise<BookedTransaction | null> {
  const sequence = envelopes.find(({ status }) => status === 'live')?.sequence
  // Nobody has: the books need not be read through for a bump.
  if (sequence == null || bookedSequence == null || bookedSequence < sequence) return null
  const [row] = await tx
    .select()
    .from(walletTx)
    .where(
      and(
        eq(walletTx.wallet, source),
        or(
          and(eq(walletTx.source, source), eq(walletTx.sequence, sequence)),
          gte(walletTx.bumpTo, sequence),
        ),
      ),
    )
    .orderBy(asc(walletTx.ledger), asc(walletTx.sequence))
    .limit(1)
  return row == null ? null : bookedFrom(row)
}
