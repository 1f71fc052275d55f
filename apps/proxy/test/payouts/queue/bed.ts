import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/stores/open-database.ts'
import type { Lease } from '../../../src/payouts/model/work.ts'
import type { PayoutStore } from '../../../src/payouts/store/payout-store.ts'
import { haveLane } from '../have-lane.ts'
import { emptyPayouts } from '../open-payout-store.ts'
import { fillQueue, type Fill } from './fill-queue.ts'
import { createStopwatch, type Stopwatch } from './stopwatch.ts'

/** A database with payouts waiting, and the lane that pays them. */
export type Bed = {
  database: Database
  /** Each call is timed. */
  store: PayoutStore
  watch: Stopwatch
  lease: Lease
  clientId: string
  /** How far the wallet has come. */
  wallet: { sequence: bigint; cursor: string | null }
}

/** Empties the database and fills it as asked. */
export async function makeBed(database: Database, fill: Fill, isVacuumed: boolean): Promise<Bed> {
  const { db } = database
  await emptyPayouts(db)
  const { source, lease } = await haveLane(database.payouts)
  const clientId = randomUUID()
  await fillQueue(db, { ...fill, clientId, source })
  if (isVacuumed) await db.execute('VACUUM ANALYZE')
  const { store, watch } = createStopwatch(database.payouts)
  return { database, store, watch, lease, clientId, wallet: { sequence: 1_000_000n, cursor: null } }
}
