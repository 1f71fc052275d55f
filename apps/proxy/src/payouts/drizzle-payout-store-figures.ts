import { notInArray, sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { payout } from '../database/schema.ts'
import type { PayoutFigures } from '../http/metrics.ts'
import { finalStates } from './payout.ts'

/** For the metrics: counts and ages, nothing about amounts or people (P34). */
export async function readPayoutFigures(db: Db): Promise<PayoutFigures> {
  const rows = await db
    .select({
      state: payout.state,
      count: sql<number>`count(*)::int`,
      seconds: sql<number>`extract(epoch from now() - min(${payout.createdAt}))::float8`,
    })
    .from(payout)
    .where(notInArray(payout.state, [...finalStates]))
    .groupBy(payout.state)
  return {
    states: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
    oldestSeconds: Math.max(0, ...rows.map(({ seconds }) => seconds)),
  }
}
