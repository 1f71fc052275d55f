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

/** Past the trigger that keeps the audit trail: only the owner of the tables can. */
export async function emptyPayouts(db: Db) {
  await db.transaction(async (tx) => {
    await tx.execute(sql`ALTER TABLE payout_event DISABLE TRIGGER USER`)
    await tx.execute(
      sql`TRUNCATE payout, payout_envelope, payout_event, wallet_tx, wallet_lane, payout_pause, client_turn, payout_usage`,
    )
    await tx.execute(sql`ALTER TABLE payout_event ENABLE TRIGGER USER`)
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
