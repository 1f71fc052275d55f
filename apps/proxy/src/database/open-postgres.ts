import { drizzle } from 'drizzle-orm/node-postgres'
import { Pool, type PoolConfig } from 'pg'
import { DatabaseRefusedError } from './database-refused-error.ts'
import type { Db } from './db.ts'
import { readSchemaState, requireCurrent } from './migrations.ts'
import { createPooledTransaction } from './pooled-transaction.ts'

export const POSTGRES_CONNECTIONS = 10

const limits = {
  max: POSTGRES_CONNECTIONS,
  connectionTimeoutMillis: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
  /** The server's timeouts say nothing when the server is gone. */
  query_timeout: 12_000,
  keepAlive: true,
  application_name: 'aloha-proxy',
} satisfies PoolConfig

/** Opens a pool on a Postgres whose schema is the one of this program. */
export async function openPostgres(
  url: string,
  onConnectionLost: (error: Error) => void,
): Promise<{ db: Db; close(): Promise<void> }> {
  const pool = new Pool({ ...limits, connectionString: url })
  // Without a listener the loss of an idle connection would end the process.
  pool.on('connect', (client) => {
    // So would the loss of one that a transaction holds between two queries: its next query fails instead.
    client.on('error', () => undefined)
  })
  pool.on('error', (error) => {
    // The pool hangs its client on the error, and with it the password.
    Reflect.deleteProperty(error, 'client')
    if (!pool.ending) onConnectionLost(error)
  })
  const db = Object.assign(drizzle({ client: pool }), {
    transaction: createPooledTransaction(pool),
  })
  try {
    const connection = await connectOrRefuse(() => pool.connect())
    connection.release()
    requireCurrent(await readSchemaState(db))
  } catch (error) {
    await pool.end()
    throw error
  }
  return { db, close: () => pool.end() }
}

/** A wrong address or password as a sentence. The error of the driver may repeat the URL: it is only the cause. */
export async function connectOrRefuse<T>(connect: () => Promise<T>): Promise<T> {
  try {
    return await connect()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    throw new DatabaseRefusedError(
      'unreachable',
      `Cannot connect to the Postgres in DATABASE_URL${code}: check address, database name, user, password and certificate`,
      { cause },
    )
  }
}
