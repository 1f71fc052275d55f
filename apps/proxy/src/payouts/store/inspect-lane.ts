import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { literals } from '../../database/columns.ts'
import type { Db } from '../../database/db.ts'
import { payout, payoutEnvelope, walletLane, walletTx } from './payout-tables.ts'
import { interval, lookUpByIndex } from './rows.ts'
import { begunStates } from '../model/payout.ts'
import type { Findings } from './payout-store.ts'

/** Each audit looks at so many of the wallet's newest transactions, and at as many older ones in turn. */
const AT_ONCE = 250
/** The last of which ends about a day ago: then they begin again. */
const TURNS = 80

/** More need not be counted. */
const MAX_UNCOVERED = 1_000

/** Where the older transactions go on: below this sequence. */
export type Turn = { below: bigint | null; count: number }
export const firstTurn: Turn = { below: null, count: 0 }

/** What the books and the payouts say of each other, and which older transactions are next. */
export async function inspectLane(
  tx: Db,
  source: string,
  { olderThanMs, turn }: { olderThanMs: number; turn: Turn },
): Promise<{ findings: Findings; next: Turn }> {
  await lookUpByIndex(tx)
  const [counts] = await tx
    .select({ stuck: countStuck(tx, olderThanMs), uncovered: countUncovered(tx) })
    .from(sql`(VALUES (1)) AS one`)
  const { stuck = 0, uncovered = 0 } = counts ?? {}
  const newest = await compare(tx, source, null)
  const older = turn.below == null ? newest : await compare(tx, source, turn.below)
  const both = (name: 'contradicted' | 'unequal') => [...new Set([...newest[name], ...older[name]])]
  const isLast = older.lowest == null || turn.count >= TURNS
  return {
    findings: { stuck, uncovered, contradicted: both('contradicted'), unequal: both('unequal') },
    next: isLast ? firstTurn : { below: older.lowest, count: turn.count + 1 },
  }
}

/** Of the newest transactions below a sequence. */
async function compare(tx: Db, source: string, below: bigint | null) {
  const payouts = await compareBooked(tx, source, below)
  const lacking = await findLacking(tx, source, below)
  const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
  return {
    contradicted: idsOf(payouts.filter(({ isContradicted }) => isContradicted)),
    unequal: [...idsOf(payouts.filter(({ isUnequal }) => isUnequal)), ...idsOf(lacking)],
    lowest: await findLowest(tx, source, below),
  }
}

function newestBelow(tx: Db, wallet: string, below: bigint | null) {
  return tx
    .select({ payoutId: walletTx.payoutId, sequence: walletTx.sequence })
    .from(walletTx)
    .where(and(eq(walletTx.wallet, wallet), isBelow(walletTx.sequence, below)))
    .orderBy(desc(walletTx.sequence))
    .limit(AT_ONCE)
    .as('found')
}

/** Whether they are payouts or not. */
async function findLowest(tx: Db, wallet: string, below: bigint | null): Promise<bigint | null> {
  const found = newestBelow(tx, wallet, below)
  // As text: the drivers make different types of it.
  const [row] = await tx
    .select({ lowest: sql<string | null>`min(${found.sequence})::text` })
    .from(found)
  return row?.lowest == null ? null : BigInt(row.lowest)
}

/** What only waits for its turn is not stuck. */
function countStuck(tx: Db, olderThanMs: number) {
  const begun = tx
    .select({ count: sql`count(*)::int` })
    .from(payout)
    .where(
      and(
        sql`${payout.state} IN (${literals([...begunStates, 'held'])})`,
        sql`${payout.leftReceivedAt} < now() - ${interval(olderThanMs)}`,
      ),
    )
  return sql<number>`(${begun})`
}

/** As the picks found them. */
function countUncovered(tx: Db) {
  const some = tx
    .select({ id: payout.id })
    .from(payout)
    .where(sql`${payout.waitsFor} = 'money'`)
    .limit(MAX_UNCOVERED)
  return sql<number>`(SELECT count(*)::int FROM (${some}) AS found)`
}

/** Payouts of some transactions of the wallet: whether all their successful ones say what the payout says. */
async function compareBooked(tx: Db, wallet: string, below: bigint | null) {
  const found = newestBelow(tx, wallet, below)
  const named = tx.selectDistinct({ id: found.payoutId }).from(found).as('named')
  return tx
    .select({
      id: payout.id,
      isContradicted: sql<boolean>`(count(*) > 1 OR bool_or(${walletTx.hash} <> ${payout.txid})) IS TRUE`,
      isUnequal: sql<boolean>`bool_or(${walletTx.paidAmount} IS DISTINCT FROM ${payout.amount})`,
    })
    .from(named)
    .innerJoin(payout, eq(payout.id, named.id))
    .innerJoin(walletTx, and(eq(walletTx.payoutId, payout.id), eq(walletTx.successful, true)))
    .groupBy(payout.id)
}

/** Payouts whose applied envelope is missing in books that reach its sequence. */
async function findLacking(tx: Db, wallet: string, below: bigint | null) {
  const booked = tx
    .select({ sequence: walletLane.bookedSequence })
    .from(walletLane)
    .where(eq(walletLane.source, wallet))
  const { sequence, status } = payoutEnvelope
  const some = tx
    .select({ id: payoutEnvelope.payoutId, hash: payoutEnvelope.hash })
    .from(payoutEnvelope)
    .where(
      and(
        eq(payoutEnvelope.source, wallet),
        // Its index has both: said so, the database finds it.
        sql`${status} IN ('applied', 'failed') AND ${status} = 'applied'`,
        sql`${sequence} <= (${booked})`,
        isBelow(sequence, below),
      ),
    )
    .orderBy(desc(sequence))
    .limit(AT_ONCE)
    .as('found')
  return tx
    .select({ id: some.id })
    .from(some)
    .leftJoin(walletTx, and(eq(walletTx.wallet, wallet), eq(walletTx.hash, some.hash)))
    .where(isNull(walletTx.hash))
}

function isBelow(sequence: PgColumn, below: bigint | null) {
  return below == null ? undefined : lt(sequence, below)
}
