import { and, eq, gt, inArray, sql, type SQL } from 'drizzle-orm'
import { literals } from '../../database/columns.ts'
import type { Db } from '../../database/db.ts'
import { payout, walletLane } from './payout-tables.ts'
import type { Change } from '../model/changes.ts'
import { writer } from './lane-fence.ts'
import { interval } from './rows.ts'
import { begunStates, isFinal, type PayoutState } from '../model/payout.ts'

type ChangeOf<Type extends Change['type']> = Extract<Change, { type: Type }>

/** Waits for nothing but its turn. */
export const onItsCourse = { waitsFor: null, blockedBy: null, isAside: false }

/** So many rows are written by one statement: it must end in the time that statements have. */
const MAX_AT_ONCE = 2_000

/** Due at once, and on their course again. */
export async function releaseAll(tx: Db, isWaiting: SQL | undefined) {
  while ((await release(tx, isWaiting, MAX_AT_ONCE)) === MAX_AT_ONCE);
}

/** How many it were, at most so many. */
async function release(tx: Db, isWaiting: SQL | undefined, most: number): Promise<number> {
  const some = tx.select({ id: payout.id }).from(payout).where(isWaiting).limit(most)
  const released = await tx
    .update(payout)
    .set({ ...onItsCourse, attempts: 0, nextAt: sql`now()` })
    .where(and(isWaiting, inArray(payout.id, some)))
    .returning({ id: payout.id })
  return released.length
}

/** Each payout of a user that goes on takes so many that waited for it along; these take the others. */
const MAX_OF_USER = 50

/** After a move: what waited only for this payout goes on. */
export async function endWaits(
  tx: Db,
  source: string,
  move: { from: PayoutState; to: PayoutState; row: { piId: string | null; uid: string } },
) {
  const { from, to, row } = move
  if (from === 'creating' || isFinal(to)) {
    const isOfUser = and(eq(payout.uid, row.uid), sql`${payout.waitsFor} = 'user_payment'`)
    await release(tx, and(isOfUser, sql`${payout.state} = 'received'`), MAX_OF_USER)
  }
  if (from === 'creating') {
    // Pi gave a payment, or said permanently that it will not: it takes calls again.
    await tx
      .update(walletLane)
      .set({ createFailures: 0, createAfter: null, writtenBy: writer })
      .where(and(eq(walletLane.source, source), gt(walletLane.createFailures, 0)))
  }
  if (isFinal(to) && row.piId != null) await releaseAll(tx, eq(payout.blockedBy, row.piId))
}

/** The row that waits now; none where the state is another one. */
export async function rest(tx: Db, change: ChangeOf<'rest'>) {
  const { payoutId, from, delayMs, set, because, blockedBy, isAside } = change
  return tx
    .update(payout)
    .set({
      ...set,
      attempts: sql`CASE WHEN ${payout.waitsFor} = ${because} THEN ${payout.attempts} ELSE 0 END + 1`,
      waitsFor: because,
      blockedBy,
      isAside,
      nextAt: sql`now() + ${interval(delayMs)}`,
      updatedAt: sql`now()`,
    })
    .where(and(eq(payout.id, payoutId), eq(payout.state, from)))
    .returning({ id: payout.id })
}

export async function pauseCreates(
  tx: Db,
  source: string,
  { firstMs, mostMs }: ChangeOf<'pause_creates'>,
) {
  const ms = sql`least(${mostMs}::float8, ${firstMs}::float8 * 2 ^ least(${walletLane.createFailures}, 20))`
  await tx
    .update(walletLane)
    .set({
      createFailures: sql`${walletLane.createFailures} + 1`,
      createAfter: sql`now() + make_interval(secs => ${ms} / 1000)`,
      writtenBy: writer,
    })
    .where(eq(walletLane.source, source))
}

export async function seeBalance(
  tx: Db,
  source: string,
  { available, fee }: ChangeOf<'see_balance'>,
) {
  await tx
    .update(walletLane)
    .set({ available, writtenBy: writer })
    .where(eq(walletLane.source, source))
  // What has not begun is found by the pick: it may be all that waits.
  const isBegun = sql`${payout.state} IN (${literals(begunStates)})`
  const isCovered = sql`${payout.amount} <= ${available - fee}::bigint`
  await releaseAll(tx, and(sql`${payout.waitsFor} = 'money'`, isBegun, isCovered))
}
