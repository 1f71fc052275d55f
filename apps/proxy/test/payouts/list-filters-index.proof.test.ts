import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import type { PayoutFilter } from '../../src/payouts/model/payout-filter.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { newHash } from './new-payout.ts'

const database = await openTestPglite()
const { db, payouts: store } = database
afterAll(() => database.close())

test('each filter has an index, whatever the size of the table', async () => {
  const clientId = randomUUID()
  const [uid, key, txid] = [randomUUID(), 'the-key', newHash()]
  await db.execute(sql`
    INSERT INTO payout (id, client_id, idempotency_key, request_hash, uid, amount, memo, metadata, state, txid, created_at)
    SELECT gen_random_uuid(), md5((i % 50)::text)::uuid, 'k' || i, repeat('a', 64), md5((i % 5000)::text)::uuid::text, 1, '', '{}',
      'completed', md5(i::text) || md5(i::text), now() - interval '1 day' - i * interval '1 minute'
    FROM generate_series(1, 30000) AS i`)
  await db.execute(sql`
    INSERT INTO payout (id, client_id, idempotency_key, request_hash, uid, amount, memo, metadata, state, txid, created_at)
    VALUES (gen_random_uuid(), ${clientId}, ${key}, repeat('a', 64), ${uid}, 1, '', '{}', 'cancelled', ${txid}, now() - interval '40 days')`)
  await db.execute(sql`VACUUM ANALYZE payout`)

  for (const filter of [
    { clientId },
    { idempotencyKey: key },
    { uid },
    { txid },
    { states: ['cancelled'], olderThanMs: 3 * 86_400_000 },
    { states: ['cancelled', 'held'], olderThanMs: 3 * 86_400_000 },
    { olderThanMs: 30 * 86_400_000, limit: 1 },
  ] satisfies Partial<PayoutFilter>[]) {
    const before = await readsOfTable()
    const found = await store.list({ limit: 50, ...filter })
    expect(found.length).toBe(1)
    // Not the 30,000 rows of the table, and not their index entries.
    expect({ filter, reads: (await readsOfTable()) - before < 500 }).toEqual({
      filter,
      reads: true,
    })
  }
})

/** Rows that were read one after the other, or by an index. */
async function readsOfTable(): Promise<number> {
  await db.execute(sql`SELECT pg_stat_force_next_flush()`)
  const { rows } = (await db.execute(
    sql`SELECT (seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'payout'))::int AS reads
        FROM pg_stat_user_tables WHERE relname = 'payout'`,
  )) as { rows: { reads: number }[] }
  return rows[0]?.reads ?? -1
}
