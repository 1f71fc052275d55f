import { DrizzleQueryError, TransactionRollbackError } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { DatabaseError, type Pool } from 'pg'
import type { Db } from './db.ts'

/**
 * A transaction on a connection of the pool. drizzle's own never gives a connection back whose BEGIN was refused, and
 * gives one back as sound whose ROLLBACK got no response: the pool would run dry, or hand out a connection that is
 * still inside someone else's transaction.
 */
export function createPooledTransaction(pool: Pool): Db['transaction'] {
  return async (run, config) => {
    const client = await pool.connect().catch((error: unknown) => {
      // As a statement that fails for want of a connection: the database is unavailable.
      throw new DrizzleQueryError('BEGIN', [], error instanceof Error ? error : undefined)
    })
    let isSound = false
    try {
      const result = await drizzle({ client }).transaction(run, config)
      isSound = true
      return result
    } catch (error) {
      isSound = isAfterRollback(error)
      throw error
    } finally {
      client.release(!isSound)
    }
  }
}

/** The server returned this refusal, or we asked for it; a ROLLBACK that failed would have thrown its own error. */
function isAfterRollback(error: unknown): boolean {
  if (error instanceof TransactionRollbackError) return true
  return error instanceof Error && error.cause instanceof DatabaseError
}
