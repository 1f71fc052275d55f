import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { walletLane } from './payout-tables.ts'
import type { Lease } from '../model/work.ts'

/**
 * Names the database and its timeline: another one after a failover or a restore of another cluster, which may have lost
 * commits. A copy of its files, put back, looks the same: that is what `quarantine` is for.
 */
export const databaseId = sql`((SELECT system_identifier FROM pg_control_system())::text || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8))`

/** Any constant: every insert of a payout waits for this lock. */
const ACCEPT_LOCK = 7_245_202

/** Until the end of the transaction no other one inserts a payout. */
export async function lockAccepting(tx: Db): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${ACCEPT_LOCK}::bigint)`)
}

/** Transaction that writes now: each write of a lane keeps it. */
export const writer = sql`pg_current_xact_id()::text::bigint`

/**
 * The row was written by our write. A restore from a dump writes rows in its own transactions, in the same
 * cluster as well. A row of the first release has no writer.
 */
export const isAsWritten = sql`(${walletLane.writtenBy} IS NULL OR ${walletLane.writtenBy} & 4294967295 = ${walletLane}.xmin::text::bigint)`

/** R8: the lane still belongs to this lease, in the database that gave it. */
export function holdsLane({ source, owner, epoch }: Lease) {
  return and(
    eq(walletLane.source, source),
    eq(walletLane.owner, owner),
    eq(walletLane.epoch, epoch),
    eq(walletLane.databaseId, databaseId),
    isAsWritten,
  )
}
