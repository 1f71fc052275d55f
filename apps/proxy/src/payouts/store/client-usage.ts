import { and, eq, gt, gte, inArray, lt, or, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { clientTurn, payoutUsage } from './usage-tables.ts'
import type { Accepted, NewPayout } from './payout-store.ts'

type Limit = Extract<Accepted, { kind: 'limited' }>['limit']

/** Which of its caps a new payout would exceed. */
export async function findLimit(
  tx: Db,
  { clientId, amount, caps }: NewPayout,
): Promise<Limit | undefined> {
  const { own, all } = await readUsage(tx, clientId)
  if (own.open >= caps.openPerClient) return 'open_per_client'
  if (own.amount + amount > caps.perClientDay) return 'per_client_day'
  if (all.amount + amount > caps.globalDay) return 'global_day'
  return undefined
}

const ALL_CLIENTS = '00000000-0000-0000-0000-000000000000'

/** Stroops of all clients that count for PAYOUT_DAY_CAP now. */
export async function readDayUsage(db: Db): Promise<bigint> {
  const { all } = await readUsage(db, ALL_CLIENTS)
  return all.amount
}

/** What counts for the caps: the last 24 hours to the minute, and what is older and in work: it may leave today. */
async function readUsage(tx: Db, clientId: string) {
  const dayAgo = sql`now() - interval '24 hours 1 minute'`
  // The hour in which that is, minute by minute; then whole hours.
  const nextHour = sql`to_timestamp(floor(extract(epoch from ${dayAgo}) / 3600) * 3600) + interval '1 hour'`
  const { begins, minutes } = payoutUsage
  const isYoung = or(
    and(eq(minutes, 60), gte(begins, nextHour)),
    and(eq(minutes, 1), gt(begins, dayAgo), lt(begins, nextHour)),
  )
  const young = tx
    .select({ ended: sql`sum(${payoutUsage.amount} - ${payoutUsage.openAmount})` })
    .from(payoutUsage)
    .where(and(eq(payoutUsage.clientId, clientTurn.clientId), isYoung))
  const rows = await tx
    .select({
      id: clientTurn.clientId,
      open: clientTurn.open,
      // As text: of a sum the drivers make different types.
      amount: sql<string>`(${clientTurn.openAmount} + coalesce((${young}), 0))::text`,
    })
    .from(clientTurn)
    .where(inArray(clientTurn.clientId, [clientId, ALL_CLIENTS]))
  const usageOf = (wanted: string) => {
    const row = rows.find(({ id }) => id === wanted)
    return { open: row?.open ?? 0, amount: BigInt(row?.amount ?? 0) }
  }
  return { own: usageOf(clientId), all: usageOf(ALL_CLIENTS) }
}
