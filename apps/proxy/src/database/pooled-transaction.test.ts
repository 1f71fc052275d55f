import { DrizzleQueryError } from 'drizzle-orm'
import type { Pool } from 'pg'
import { expect, test } from 'vitest'
import { createPooledTransaction } from './pooled-transaction.ts'

test('a pool that gives no connection is a database that fails, not a fault of the program', async () => {
  const cause = new Error('timeout exceeded when trying to connect')
  // Nothing else of a pool is asked here.
  const pool = { connect: () => Promise.reject(cause) } as unknown as Pool
  const failed = createPooledTransaction(pool)(() => Promise.resolve())
  await expect(failed).rejects.toThrow(DrizzleQueryError)
  await expect(failed).rejects.toMatchObject({ cause })
})
