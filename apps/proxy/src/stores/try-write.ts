import { randomBytes } from 'node:crypto'
import { sql, TransactionRollbackError } from 'drizzle-orm'
import { developmentClient } from '../keys/development-client.ts'
import type { Db } from '../database/db.ts'
import { u2aPayment } from '../u2a/u2a-payment-table.ts'

/** One for each process: rows of the same key wait for each other. The same one again and again leaves less behind. */
const paymentId = `ready-${randomBytes(8).toString('hex')}`

/**
 * Throws when the database takes no writes of this role: it is read-only or in recovery, its disk is full, a grant is
 * missing. Writes a row and takes it back; of the tables of payouts it asks only for the right.
 */
export async function tryWrite(db: Db) {
  try {
    await db.transaction(async (tx) => {
      await tx.execute(sql`INSERT INTO payout SELECT * FROM payout WHERE false`)
      const none = sql`SELECT payout_id FROM payout_event WHERE false`
      await tx.execute(sql`INSERT INTO payout_event (payout_id) ${none}`)
      await tx.insert(u2aPayment).values({ paymentId, clientId: developmentClient.clientId })
      tx.rollback()
    })
  } catch (error) {
    if (!(error instanceof TransactionRollbackError)) throw error
  }
}
