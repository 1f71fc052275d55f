import { randomUUID } from 'node:crypto'
import { sql, type SQL } from 'drizzle-orm'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createPayoutStore } from '../../src/payouts/store/drizzle-payout-store.ts'
import type { Lease } from '../../src/payouts/model/work.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { haveLane, havePayout, moveOf, moveTo, restOf, wish } from './have-lane.ts'
import { newEnvelope, newHash, newPayout, newTransaction, PI, roomyCaps } from './new-payout.ts'
import { emptyPayouts } from './open-payout-store.ts'

const { db, close } = await openTestPglite()
afterAll(() => close())
beforeEach(() => emptyPayouts(db))
const store = createPayoutStore(db)

const WAITING = 3_000
const { fee } = wish

/** Many payouts in few statements, without statistics about them. */
async function haveMany(count: number, { clientId, uid }: { clientId?: string; uid?: string }) {
  await db.execute(sql`
    INSERT INTO payout (id, client_id, request_hash, uid, amount, memo, metadata, state, created_at)
    SELECT gen_random_uuid(), coalesce(${clientId ?? null}::uuid, gen_random_uuid()), ${newHash()},
      coalesce(${uid ?? null}, gen_random_uuid()::text), ${3n * PI}::bigint, '', '{}', 'received', now() - (${count}::int - i) * interval '5 s'
    FROM generate_series(1, ${count}::int) AS i`)
}

async function countWhere(condition: string): Promise<number> {
  const { rows } = (await db.execute(
    sql`SELECT count(*)::int AS count FROM payout WHERE ${sql.raw(condition)}`,
  )) as { rows: { count: number }[] }
  return rows[0]?.count ?? -1
}

/** Rows of tables about payouts that were looked at so far. */
async function countReads(): Promise<number> {
  await db.execute(sql`SELECT pg_stat_force_next_flush()`)
  const { rows } = (await db.execute(sql`
    SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS reads FROM pg_stat_user_tables
    WHERE relname IN ('payout', 'client_turn', 'payout_usage', 'wallet_tx', 'payout_envelope')`)) as {
    rows: { reads: number }[]
  }
  return rows[0]?.reads ?? -1
}

async function pickOne(lease: Lease) {
  const picked = await store.pick(lease, wish)
  if (picked.kind !== 'work' || picked.work.payout == null) throw new Error('Nothing was picked')
  return picked.work.payout
}

/** A payout from request to end, and an audit. */
async function livePayout({ source, lease }: { source: string; lease: Lease }, turn: number) {
  const next = await pickOne(lease)
  const { clientId, uid } = next
  await store.accept(newPayout({ clientId, uid, caps: { ...roomyCaps, openPerClient: 1e6 } }))
  const payout = await moveTo(store, lease, next, 'creating')
  const created = await moveTo(store, lease, payout, 'created')
  const envelope = newEnvelope(payout.id, source, { sequence: 100n + BigInt(turn) })
  const signed = [{ type: 'add_envelope', envelope } as const, moveOf(created, 'signed')]
  await store.apply(lease, [...signed, restOf({ ...created, state: 'signed' })], payout.id)
  await store.pick(lease, wish)
  const { hash } = envelope
  const settle = { type: 'settle_envelope', hash, status: 'applied', evidence: {} } as const
  const paid = moveOf({ ...created, state: 'signed' }, 'paid', { txid: hash, ledger: 8 })
  await store.apply(lease, [settle, paid], payout.id)
  await moveTo(store, lease, { ...created, state: 'paid' }, 'completed')
  await store.loadLane(lease)
  await store.inspect(lease, { olderThanMs: 0, fee })
  await store.listOpen(payout.clientId, { limit: 10, after: null })
}

test.each([
  ['one client', { clientId: randomUUID() }],
  ['a client each', {}],
  ['one user', { clientId: randomUUID(), uid: randomUUID() }],
])('the database looks at few rows, whatever waits: %s', async (_, of) => {
  await haveMany(WAITING, of)
  const lane = await haveLane(store)
  await livePayout(lane, 1)
  const before = await countReads()

  await livePayout(lane, 2)

  expect((await countReads()) - before).toBeLessThan(WAITING / 10)
})

test('without money for any of many, a pick takes a part of them aside and asks for another look', async () => {
  const clientId = randomUUID()
  await haveMany(WAITING, { clientId })
  const { lease } = await haveLane(store)
  await store.apply(lease, [{ type: 'see_balance', available: PI, fee }], null)

  const first = await store.pick(lease, wish)

  expect(first).toMatchObject({ kind: 'idle', waitMs: 0, isPoor: true })
  expect(await countWhere(`waits_for = 'money'`)).toBeLessThan(WAITING)
  const small = await havePayout(store, lease, 'received', { amount: PI / 2n })
  let last = await store.pick(lease, wish)
  while (last.kind === 'idle' && last.waitMs === 0) last = await store.pick(lease, wish)
  expect(last.kind === 'work' && last.work.payout?.id).toBe(small.id)
})

test('money for one of many lets one go on, and writes no row of the others', async () => {
  await haveMany(20, { clientId: randomUUID() })
  const { lease } = await haveLane(store)
  const see = (available: bigint) =>
    store.apply(lease, [{ type: 'see_balance', available, fee }], null)
  await see(0n)
  expect(await store.pick(lease, wish)).toMatchObject({ kind: 'idle', isPoor: true })

  await see(3n * PI + fee)
  const payout = await pickOne(lease)

  expect(payout).toMatchObject({ waitsFor: null, isAside: false })
  expect(await countWhere(`waits_for = 'money'`)).toBe(19)
  await moveTo(store, lease, payout, 'creating')
  await see(0n)
  await moveTo(store, lease, { ...payout, state: 'creating' }, 'failed')
  expect(await store.pick(lease, wish)).toMatchObject({ kind: 'idle', isPoor: true })
})

test('what has money again, and whose user is blocked meanwhile, waits for that', async () => {
  const uid = randomUUID()
  const { lease } = await haveLane(store)
  const rich = { type: 'see_balance', available: 100n * PI, fee } as const
  await haveMany(2, { clientId: randomUUID(), uid })
  await store.apply(lease, [{ ...rich, available: 0n }], null)
  await store.pick(lease, wish)
  const head = await havePayout(store, lease, 'creating', { uid })
  const because = { because: 'user_payment', blockedBy: 'Other', isAside: true } as const
  await store.apply(lease, [restOf(head, because), rich], null)

  expect(await store.pick(lease, wish)).toMatchObject({ kind: 'idle', isPoor: false })
  expect(await countWhere(`state = 'received' AND waits_for = 'user_payment'`)).toBe(2)
})

test('clients whose payouts wait for money have their turns beside those whose do not', async () => {
  const poor = randomUUID()
  await haveMany(5, { clientId: poor })
  const { lease } = await haveLane(store)
  await store.apply(lease, [{ type: 'see_balance', available: 0n, fee }], null)
  await store.pick(lease, wish)
  await store.apply(lease, [{ type: 'see_balance', available: 100n * PI, fee }], null)
  const other = randomUUID()
  await haveMany(5, { clientId: other })

  const order: string[] = []
  for (let turn = 0; turn < 6; turn += 1) {
    const { clientId, ...payout } = await pickOne(lease)
    order.push(clientId)
    await moveTo(store, lease, { ...payout, clientId }, 'failed')
  }

  expect(order).toEqual([poor, other, poor, other, poor, other])
})

test('what waits for a payment of its user goes on in parts, until none is left', async () => {
  const uid = randomUUID()
  const { lease } = await haveLane(store)
  const head = await havePayout(store, lease, 'creating', { uid })
  const because = { because: 'user_payment', blockedBy: 'Other', isAside: true } as const
  await store.apply(lease, [restOf(head, because)], null)
  await haveMany(120, { uid, clientId: randomUUID() })
  expect(await store.pick(lease, wish)).toMatchObject({ kind: 'idle' })
  expect(await countWhere(`waits_for = 'user_payment' AND state = 'received'`)).toBe(120)

  await moveTo(store, lease, head, 'failed')
  expect(await countWhere(`waits_for = 'user_payment'`)).toBe(70)
  for (let turn = 0; turn < 120; turn += 1) {
    await moveTo(store, lease, await pickOne(lease), 'failed')
  }

  expect(await countWhere(`state = 'failed'`)).toBe(121)
})

test('audits in turn look at transactions that are older than the newest', async () => {
  const { source, lease } = await haveLane(store)
  const paid = await havePayout(store, lease, 'completed')
  const hash = newHash()
  const transactions = Array.from({ length: 600 }, (_, index) =>
    newTransaction(source, { sequence: BigInt(index), ...(index === 0 && { hash }) }),
  )
  const cursor = { fromCursor: null, cursor: '1', bookedSequence: 600n, tip: null }
  await store.apply(lease, [{ type: 'book', transactions, ...cursor }], null)
  await db.execute(
    sql`UPDATE wallet_tx SET payout_id = ${paid.id}, is_foreign = false WHERE hash = ${hash}`,
  )

  const found = []
  for (let audit = 0; audit < 4; audit += 1) {
    found.push((await store.inspect(lease, { olderThanMs: 0, fee })).contradicted)
  }

  expect(found.flat()).toEqual([paid.id])
})

test('what is counted along is what counting again gives', async () => {
  const read = async () => {
    const turns = await readRows<{ waiting: number; poor: number }>(
      sql`SELECT client_id, open, open_amount, waiting, poor FROM client_turn ORDER BY 1`,
    )
    const usage = await readRows(
      sql`SELECT * FROM payout_usage WHERE amount <> 0 OR open_amount <> 0 ORDER BY 1, 2, 3`,
    )
    return { turns, usage }
  }
  const { lease } = await haveLane(store)
  await haveMany(50, {})
  await haveMany(50, { clientId: randomUUID() })
  await store.apply(lease, [{ type: 'see_balance', available: 0n, fee }], null)
  expect(await store.pick(lease, wish)).toMatchObject({ waitMs: 0 })
  for (const state of ['creating', 'created', 'paid', 'completed', 'failed', 'held'] as const) {
    await havePayout(store, lease, state)
  }
  const cancelled = await havePayout(store, lease)
  await store.requestCancel(cancelled.id, { ...cancelled, keyId: 'k', requestId: 'r' })
  await moveTo(store, lease, cancelled, 'cancelled')
  await db.execute(
    sql`UPDATE payout SET created_at = created_at - interval '25 hours' WHERE state = 'held'`,
  )
  const counted = await read()
  expect(counted.turns.some((row) => row.waiting > 0)).toBe(true)
  expect(counted.turns.some((row) => row.poor > 0)).toBe(true)

  await db.execute(sql`SELECT payout_recount()`)

  expect(await read()).toEqual(counted)
})

async function readRows<Row>(query: SQL): Promise<Row[]> {
  const { rows } = (await db.execute(query)) as { rows: Row[] }
  return rows
}
