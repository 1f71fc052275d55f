import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { createPayoutStore } from '../../src/payouts/store/drizzle-payout-store.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'

const { db, close } = await openTestPglite()
afterAll(() => close())
const store = createPayoutStore(db)
const clientId = randomUUID()

async function scansOf(index: string): Promise<number> {
  await db.execute(sql`SELECT pg_stat_force_next_flush()`)
  const { rows } = (await db.execute(
    sql`SELECT idx_scan::int AS scans FROM pg_stat_user_indexes WHERE indexrelname = ${index}`,
  )) as { rows: { scans: number }[] }
  return rows[0]?.scans ?? -1
}

test('a page of open payouts is read from its index, past any number of final ones', async () => {
  const have = (state: string, count: number) =>
    db.execute(sql`
      INSERT INTO payout (id, client_id, request_hash, uid, amount, memo, metadata, state, txid, created_at)
      SELECT gen_random_uuid(), ${clientId}, repeat('a', 64), 'uid', 1, '', '{}', ${state}, 'txid',
        now() - random() * interval '30 days'
      FROM generate_series(1, ${count}::int)`)
  await have('completed', 20_000)
  await have('received', 500)
  await db.execute(sql`ANALYZE payout`)
  const before = await scansOf('payout_open_of_client')

  const first = await store.listOpen(clientId, { limit: 100, after: null })
  const second = await store.listOpen(clientId, { limit: 100, after: first.at(-1)?.id ?? '' })

  expect([first.length, second.length]).toEqual([100, 100])
  const times = [...first, ...second].map(({ createdAt }) => createdAt.getTime())
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect((await scansOf('payout_open_of_client')) - before).toBe(2)
})
