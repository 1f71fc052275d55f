import { and, eq, sql } from 'drizzle-orm'
import { walletLane } from '../database/schema.ts'
import type { Lease } from './payout-store.ts'

/**
 * Names the database and its timeline: another one after a failover or a restore, which may have lost commits.
 * A copy of its files, put back, looks the same: that is what `quarantine` is for.
 */
export const databaseId = sql`((SELECT system_identifier FROM pg_control_system())::text || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8))`

/** R8: the lane still belongs to this lease, in the database that gave it. */
export function holdsLane({ source, owner, epoch }: Lease) {
  return and(
    eq(walletLane.source, source),
    eq(walletLane.owner, owner),
    eq(walletLane.epoch, epoch),
    eq(walletLane.databaseId, databaseId),
  )
}
