import { and, asc, desc, eq, gte, isNotNull, isNull, not, or, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { apiKey } from '../../keys/key-tables.ts'
import { deployment, payoutPause } from './deployment-tables.ts'
import { payout, payoutEnvelope, walletLane, walletTx } from './payout-tables.ts'
import { listEnvelopes } from './operator-payouts.ts'
import { bookedFrom, payoutColumns } from './rows.ts'
import type { BookedTransaction, Envelope, Payout } from '../model/payout.ts'
import type { Brake, Deployment, Lane, Work } from '../model/work.ts'
import { MAX_UNMATCHED } from '../model/work.ts'

/** What a decision about this payout, or about only the lane, rests on. */
export async function loadWork(
  tx: Db,
  source: string,
  payoutId: string | undefined,
): Promise<Work> {
  const { deployment, now, ...lane } = await loadLane(tx, source)
  const unmatched = await loadUnmatched(tx, source)
  const shared = { lane, deployment, unmatched, now }
  if (payoutId == null) {
    const knownPayment = unmatched.length === 0 ? null : await findKnownPayment(tx, source)
    const none = { brake: null, isLaneTaken: false, paymentAgeMs: null, consumer: null }
    return { ...shared, ...none, payout: null, envelopes: [], booked: [], knownPayment }
  }
  const [found] = await tx
    .select({ ...payoutColumns, brake, paymentAgeMs, isLaneTaken: isLaneTaken(source) })
    .from(payout)
    .where(eq(payout.id, payoutId))
  const { brake: onIt, paymentAgeMs: age, isLaneTaken: _isTaken, ...row } = found ?? {}
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
    knownPayment:
      isRow(row) && row.state === 'creating' ? await findKnownPayment(tx, source) : null,
    envelopes,
    isLaneTaken: found?.isLaneTaken ?? false,
    booked: booked.map(bookedFrom),
    consumer: await findConsumer(tx, lane, envelopes),
  }
}

function isRow(row: object): row is Payout {
  return 'id' in row
}

/** What stops a payout that is not signed, beside the lane's own stop: of the row of `payout` that is called so. */
export function brakeOf(name: string) {
  const column = (of: string) => sql`${sql.identifier(name)}.${sql.identifier(of)}`
  return sql<Brake | null>`(CASE
  WHEN EXISTS (SELECT 1 FROM ${payoutPause} AS pause WHERE pause.scope = 'all') THEN 'paused'
  WHEN EXISTS (SELECT 1 FROM ${payoutPause} AS pause WHERE pause.scope = ${column('client_id')}::text) THEN 'client_paused'
  WHEN EXISTS (SELECT 1 FROM ${apiKey} AS k WHERE k.key_id = ${column('key_id')} AND k.revoked_at IS NOT NULL) THEN 'key_revoked'
END)`
}

export const brake = brakeOf('payout')

const paymentAgeMs = sql<
  number | null
>`(extract(epoch from now() - ${payout.paymentSeenAt}) * 1000)::float8`

function isLaneTaken(source: string) {
  return sql<boolean>`EXISTS (SELECT 1 FROM ${payoutEnvelope} AS e WHERE e.status = 'live' AND e.source = ${source} AND e.payout_id <> ${payout.id})`
}

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

type LaneHere = Lane & { deployment: Deployment; now: number }

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
      available: walletLane.available,
      createFailures: walletLane.createFailures,
      now: sql<number>`extract(epoch from now())::float8`,
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
  // No one has: the books need not be read through for a bump.
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
