import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import { sql } from 'drizzle-orm'
import type { Db } from '../../src/database/db.ts'
import { createPayoutStore } from '../../src/payouts/store/drizzle-payout-store.ts'
import { interval } from '../../src/payouts/store/rows.ts'

/** An empty store, and its clock. */
export type OpenPayoutStore = () => Promise<{
  store: PayoutStore
  /** Lets the database's time pass: everything that is there becomes older. */
  advance(ms: number): Promise<void>
}>

/** An emptied store on a database of the tests, with a time that passes by making rows older. */
export function openPayoutStore(open: () => Db): OpenPayoutStore {
  return async () => {
    const db = open()
    await emptyPayouts(db)
    return { store: createPayoutStore(db), advance: (ms) => advance(db, ms) }
  }
}

const tables = [
  'payout',
  'payout_envelope',
  'payout_event',
  'wallet_tx',
  'wallet_lane',
  'payout_pause',
  'client_turn',
  'payout_usage',
]
const deleteAll = sql.raw(
  `WITH ${tables.map((table) => `from_${table} AS (DELETE FROM ${table})`).join(', ')} SELECT 1`,
)

/** Past the triggers, which only a superuser can. Fifty times faster than TRUNCATE, which makes each file again. */
export async function emptyPayouts(db: Db) {
  await db.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL session_replication_role = replica`)
    await tx.execute(deleteAll)
  })
}

async function advance(db: Db, ms: number) {
  const by = interval(ms)
  await db.execute(sql`UPDATE payout SET created_at = created_at - ${by}, next_at = next_at - ${by},
    left_received_at = left_received_at - ${by}`)
  await db.execute(sql`UPDATE payout_envelope SET created_at = created_at - ${by}`)
  await db.execute(sql`UPDATE wallet_lane SET lease_until = lease_until - ${by},
    quarantine_until = quarantine_until - ${by}, create_after = create_after - ${by}, written_by = pg_current_xact_id()::text::bigint`)
}
