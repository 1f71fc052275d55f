import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { migratePostgres } from '../../src/database/migrate-postgres.ts'
import { openDatabase, type Database } from '../../src/stores/open-database.ts'
import { payoutIdOf } from '../../src/payouts/model/correlation.ts'
import { createPayoutStore } from '../../src/payouts/store/drizzle-payout-store.ts'
import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import { failOnLostConnection } from '../../testkit/open-test-database.ts'
import { serverGrants } from '../server-grants.ts'
import { startPostgres } from '../../testkit/start-postgres.ts'
import { describePayoutStore } from './describe-payout-store.ts'
import { haveLane, havePayout, moveOf, takeLane, wish } from './have-lane.ts'
import {
  newEnvelope,
  newHash,
  newPayout,
  newTransaction,
  newWallet,
  PI,
  roomyCaps,
  recreationOf,
} from './new-payout.ts'
import { emptyPayouts, openPayoutStore } from './open-payout-store.ts'

const postgres = await startPostgres()
// Two instances of the proxy on one database: each has its own connections.
let url = ''
let here: Database
let there: Database
let one: PayoutStore
let two: PayoutStore

describe.skipIf(postgres == null)('payouts of two instances on Postgres', () => {
  beforeAll(async () => {
    url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    here = await openDatabase({ kind: 'postgres', url }, failOnLostConnection)
    there = await openDatabase({ kind: 'postgres', url }, failOnLostConnection)
    one = createPayoutStore(here.db)
    two = createPayoutStore(there.db)
  })
  afterAll(async () => {
    await here.close()
    await there.close()
    await postgres?.remove()
  })
  beforeEach(() => emptyPayouts(here.db))

  describePayoutStore(
    'Postgres',
    openPayoutStore(() => here.db),
  )

  test.each([
    ['a given key', {}],
    ['a derived key', { idempotencyKey: null }],
  ])('P36: of 50 identical requests with %s to two instances one is inserted', async (_, wish) => {
    for (let round = 0; round < 5; round += 1) {
      const request = newPayout(wish)
      const all = await Promise.all(
        Array.from({ length: 50 }, (_, index) => (index % 2 === 0 ? one : two).accept(request)),
      )
      expect(all.filter(({ kind }) => kind === 'inserted')).toHaveLength(1)
      expect(all.filter(({ kind }) => kind === 'joined')).toHaveLength(49)
      expect(await one.listOpen(request.clientId, { limit: 100, after: null })).toHaveLength(1)
    }
  })

  test('P16: 100 requests at once to two instances never sum above a cap', async () => {
    const caps = { ...roomyCaps, globalDay: 10n * PI }
    const all = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        (index % 2 === 0 ? one : two).accept(newPayout({ caps, amount: 3n * PI })),
      ),
    )
    expect(all.filter(({ kind }) => kind === 'inserted')).toHaveLength(3)
  })

  test('of 20 owners on two instances one gets each lease, and epochs never repeat', async () => {
    const source = newWallet()
    await one.openLane(source, 0)
    for (let epoch = 1n; epoch <= 10n; epoch += 1n) {
      const leases = await Promise.all(
        Array.from({ length: 20 }, (_, index) => takeLane(index % 2 === 0 ? one : two, source)),
      )
      const [lease, ...others] = leases.filter((each) => each != null)
      expect(others).toEqual([])
      expect(lease?.epoch).toBe(epoch)
      await (epoch % 2n === 0n ? one : two).releaseLane(lease!)
    }
  })

  test('a lease ends by the clock of the database while its owner is stopped', async () => {
    const source = newWallet()
    await one.openLane(source, 0)
    const stopped = await takeLane(one, source, { leaseMs: 200 })
    const payout = await havePayout(one, stopped!)
    const busy = { leaseMs: 60_000 }
    expect(await takeLane(two, source, busy)).toBeUndefined()

    await there.db.execute(sql`SELECT pg_sleep(0.25)`)
    const next = await takeLane(two, source, busy)

    expect(next?.epoch).toBe(2n)
    expect(await one.apply(stopped!, [moveOf(payout, 'creating')], payout.id)).toEqual({
      kind: 'stale',
    })
    expect(await one.renewLane(stopped!, 200)).toBe(false)
    expect(await two.apply(next!, [moveOf(payout, 'creating')], payout.id)).toMatchObject({
      kind: 'applied',
    })
  })

  test('R8: of 20 identical moves at once by both instances one is applied', async () => {
    const { lease } = await haveLane(one)
    for (let round = 0; round < 10; round += 1) {
      const payout = await havePayout(one, lease)
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? one : two).apply(lease, [moveOf(payout, 'creating')], payout.id),
        ),
      )
      expect(all.filter(({ kind }) => kind === 'applied')).toHaveLength(1)
      expect(await two.history(payout.id)).toHaveLength(2)
    }
  })

  test('R2: of two envelopes of different payouts at once one is kept', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { source, lease } = await haveLane(one)
      const payouts = [
        await havePayout(one, lease, 'signed'),
        await havePayout(two, lease, 'signed'),
      ]
      const all = await Promise.all(
        payouts.map(({ id }, index) => {
          const envelope = newEnvelope(id, source)
          return (index === 0 ? one : two).apply(lease, [{ type: 'add_envelope', envelope }], id)
        }),
      )
      expect(all.map(({ kind }) => kind).toSorted()).toEqual(['applied', 'stale'])
    }
  })

  test('another database than that of the last lease begins a quarantine and ends old leases', async () => {
    const { source, lease } = await haveLane(one)
    const payout = await havePayout(one, lease)
    await here.db.execute(
      sql`UPDATE wallet_lane SET database_id = '7000000000000000000/00000001' WHERE source = ${source}`,
    )

    expect(await one.renewLane(lease, 60_000)).toBe(false)
    expect(await one.pick(lease, wish)).toEqual({ kind: 'stale' })
    expect(await one.apply(lease, [moveOf(payout, 'creating')], null)).toEqual({ kind: 'stale' })
    const again = await takeLane(one, source, { owner: lease.owner, quarantineMs: 120_000 })

    const lane = (await one.loadLane(again!))?.lane
    expect(lane?.quarantineLeftMs).toBeGreaterThan(100_000)
    expect(await takeLane(one, source, { owner: lease.owner, quarantineMs: 0 })).toEqual(again)
    expect((await one.loadLane(again!))?.lane.quarantineLeftMs).toBeGreaterThan(100_000)
  })

  test('a request and the audit that recreates its payout at once are one payout', async () => {
    const { lease } = await haveLane(one)
    for (let round = 0; round < 20; round += 1) {
      const request = newPayout()
      const lost = randomUUID()
      const id = payoutIdOf(lost, request.idempotencyKey ?? '')
      const recreated = recreationOf({ ...request, clientId: lost }, id)
      await Promise.all([two.accept(request), one.apply(lease, [recreated], null)])
      expect(await one.findByRequest([request.requestHash])).toHaveLength(1)
      expect(await two.accept(request)).toMatchObject({ kind: 'joined' })
    }
  })

  test('a row that a restore from a dump wrote begins a quarantine, in the same database too', async () => {
    const { source, lease } = await haveLane(one)
    const payout = await havePayout(one, lease)
    await one.renewLane(lease, 60_000)
    // As pg_restore does: the same values, written by another transaction.
    await here.db.execute(sql`CREATE TEMP TABLE dumped AS SELECT * FROM wallet_lane`)
    await here.db.execute(sql`DELETE FROM wallet_tx`)
    await here.db.execute(sql`DELETE FROM wallet_lane`)
    await here.db.execute(sql`INSERT INTO wallet_lane SELECT * FROM dumped`)
    await here.db.execute(sql`DROP TABLE dumped`)

    expect(await one.renewLane(lease, 60_000)).toBe(false)
    expect(await one.apply(lease, [moveOf(payout, 'creating')], null)).toEqual({ kind: 'stale' })
    const again = await takeLane(one, source, { owner: lease.owner, quarantineMs: 120_000 })
    const lane = (await one.loadLane(again!))?.lane
    expect(lane?.quarantineLeftMs).toBeGreaterThan(100_000)
    expect(lane?.quarantineReason).toBe('database')
    expect(await one.renewLane(again!, 60_000)).toBe(true)
  })

  describe('with the role of the server', () => {
    const role = 'proxy_server_of_the_test'
    let asServer: Database
    beforeAll(async () => {
      const admin = new Client({ connectionString: url })
      await admin.connect()
      await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'test-only'`)
      await admin.query(serverGrants.replaceAll('proxy_server', role))
      await admin.end()
      const own = { kind: 'postgres', url: urlOf(role) } as const
      asServer = await openDatabase(own, failOnLostConnection)
    })
    afterAll(() => asServer.close())

    test('it does everything that payouts need', async () => {
      const store = createPayoutStore(asServer.db)
      const { source, lease } = await haveLane(store)
      const payout = await havePayout(store, lease, 'signed')
      const envelope = newEnvelope(payout.id, source)
      const transaction = newTransaction(source, { hash: envelope.hash })
      const settled = { hash: envelope.hash, status: 'applied', evidence: {} } as const
      const applied = await store.apply(
        lease,
        [
          { type: 'add_envelope', envelope },
          {
            type: 'book',
            transactions: [transaction],
            fromCursor: null,
            cursor: '1',
            bookedSequence: 101n,
            tip: null,
          },
          { type: 'settle_envelope', ...settled },
          moveOf(payout, 'paid', { txid: newHash(), ledger: 8 }),
        ],
        payout.id,
      )
      expect(applied.kind).toBe('applied')
      await store.requestCancel(payout.id, {
        clientId: payout.clientId,
        keyId: 'k',
        requestId: 'r',
      })
      await store.retry(payout.id)
      expect(await store.pick(lease, wish)).toMatchObject({ kind: 'work' })
      await store.releaseLane(lease)
    })

    test.each([
      'UPDATE payout_event SET to_state = from_state',
      'DELETE FROM payout_event',
      'TRUNCATE payout_event',
      'DROP TABLE payout_event',
      'ALTER TABLE payout_event DISABLE TRIGGER USER',
      'DELETE FROM payout_envelope',
      'DELETE FROM payout',
    ])('P35: it may not: %s', async (statement) => {
      await haveLane(one).then(({ lease }) => havePayout(one, lease))
      const client = new Client({ connectionString: urlOf(role) })
      await client.connect()
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
      await client.end()
    })
  })

  test.each(['UPDATE payout_event SET to_state = from_state', 'DELETE FROM payout_event'])(
    'P35: not even the owner of the tables changes an event: %s',
    async (statement) => {
      await haveLane(one).then(({ lease }) => havePayout(one, lease))
      const client = new Client({ connectionString: url })
      await client.connect()
      await expect(client.query(statement)).rejects.toThrow('append-only')
      await client.end()
    },
  )

  function urlOf(user: string): string {
    const own = new URL(url)
    own.username = user
    return own.href
  }
})
