import { sql } from 'drizzle-orm'
import { literals } from '../../database/columns.ts'
import type { Db } from '../../database/db.ts'
import { payout } from './payout-tables.ts'
import { pickOrder } from '../model/payout.ts'
import type { LaneWait } from '../model/wait-of.ts'

/**
 * What keeps all that is waiting from its turn: the wait of a payout that does not stand aside. Null: nothing but the
 * next ledger.
 */
export async function findLaneWait(db: Db): Promise<LaneWait | null> {
  const isInTheWay = sql`NOT p.is_aside AND p.waits_for <> 'ledger'`
  const columns = sql`p.waits_for, p.blocked_by, p.created_at`
  // Each part has an index with few rows in it.
  const tried = sql`SELECT ${columns} FROM ${payout} AS p
    WHERE ${isInTheWay} AND p.next_at > now() AND p.state IN (${literals(pickOrder)}) AND p.state = 'received'`
  const begun = sql`SELECT ${columns} FROM ${payout} AS p
    WHERE ${isInTheWay} AND p.state IN ('creating', 'created', 'signed')`
  const [row] = await db
    .select({
      waitsFor: sql<LaneWait['waitsFor']>`w.waits_for`,
      blockedBy: sql<string | null>`w.blocked_by`,
    })
    .from(sql`(${tried} UNION ALL ${begun}) AS w`)
    .orderBy(sql`w.created_at`)
    .limit(1)
  return row ?? null
}
