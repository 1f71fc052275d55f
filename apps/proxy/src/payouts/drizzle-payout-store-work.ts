import { and, asc, eq, gte, isNull, not, or, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { payout, walletLane, walletTx } from '../database/schema.ts'
import { listEnvelopes } from './drizzle-payout-store-operators.ts'
import { bookedFrom, payoutColumns } from './drizzle-payout-store-rows.ts'
import type { BookedTransaction, Envelope } from './payout.ts'
import type { Lane, Work } from './payout-store.ts'

const MOST_UNMATCHED = 20

/** What a decision about this payout, or about the lane alone, rests on. */
export async function loadWork(
  tx: Db,
  source: string,
  payoutId: string | undefined,
): Promise<Work> {
  const lane = await loadLane(tx, source)
  const unmatched = await loadUnmatched(tx, source)
  if (payoutId == null) {
    return { lane, payout: null, envelopes: [], booked: [], consumer: null, unmatched }
  }
  const [row] = await tx.select(payoutColumns).from(payout).where(eq(payout.id, payoutId))
  const envelopes = await listEnvelopes(tx, payoutId)
  const booked = await tx
    .select()
    .from(walletTx)
    .where(eq(walletTx.payoutId, payoutId))
    .orderBy(asc(walletTx.sequence))
  return {
    lane,
    payout: row ?? null,
    envelopes,
    booked: booked.map(bookedFrom),
    consumer: await findConsumer(tx, lane, envelopes),
    unmatched,
  }
}

async function loadLane(tx: Db, source: string): Promise<Lane> {
  const [row] = await tx
    .select({
      epoch: walletLane.epoch,
      cursor: walletLane.cursor,
      bookedSequence: walletLane.bookedSequence,
      tipLedger: walletLane.tipLedger,
      tipClosedAt: walletLane.tipClosedAt,
      quarantineLeftMs: sql<number>`coalesce(greatest(0, ceil(extract(epoch from ${walletLane.quarantineUntil} - now()) * 1000)), 0)::float8`,
    })
    .from(walletLane)
    .where(eq(walletLane.source, source))
  if (row == null) throw new Error(`The lane of ${source} was never opened`)
  const { tipLedger, tipClosedAt, ...rest } = row
  const isKnown = tipLedger != null && tipClosedAt != null
  return { source, ...rest, tip: isKnown ? { sequence: tipLedger, closedAt: tipClosedAt } : null }
}

async function loadUnmatched(tx: Db, wallet: string): Promise<BookedTransaction[]> {
  const rows = await tx
    .select()
    .from(walletTx)
    .where(and(eq(walletTx.wallet, wallet), isNull(walletTx.payoutId), not(walletTx.foreign)))
    .orderBy(asc(walletTx.ledger), asc(walletTx.sequence))
    .limit(MOST_UNMATCHED)
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
