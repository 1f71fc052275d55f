import { Client } from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import { haveKey } from '../testkit/new-key.ts'
import { startPostgres } from '../testkit/start-postgres.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const postgres = await startPostgres()
const TXID = 'a'.repeat(64)

const countStatements = async (run: () => Promise<unknown>) => (await watchStatements(run)).length

/** What this process sends to a Postgres while `run` runs: the name of each statement. */
async function watchStatements(run: () => Promise<unknown>): Promise<(string | undefined)[]> {
  const query = Client.prototype.query
  const names: (string | undefined)[] = []
  Client.prototype.query = function watched(this: Client, ...args: Parameters<typeof query>) {
    const statement = args[0] as string | { name?: string }
    names.push(typeof statement === 'string' ? undefined : statement.name)
    return query.apply(this, args)
  } as typeof query
  try {
    await run()
    return names
  } finally {
    Client.prototype.query = query
  }
}

describe.skipIf(postgres == null)('statements of u2a calls on Postgres', () => {
  afterAll(() => postgres?.remove())

  async function start() {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    const pi = await startFakePi()
    const operator = await openDatabase({ kind: 'postgres', url }, () => {})
    const { secret: key } = await haveKey(operator.keys)
    await operator.close()
    const proxy = await startTestProxy(pi.url, { DATABASE_URL: url })
    const client = new Client({ connectionString: url })
    await client.connect()
    onTestFinished(async () => {
      await client.end()
      await proxy.close()
      await pi.close()
    })
    const approve = (id: string) => proxy.call(`POST u2a/approve/${id}`, { key })
    const complete = (id: string) => proxy.call(`POST u2a/complete/${id}/${TXID}`, { key })
    /** Transactions that wrote: only these get a number. */
    const commits = async (run: () => Promise<unknown>) => {
      const number = 'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next'
      const before = await client.query<{ next: string }>(number)
      await run()
      const after = await client.query<{ next: string }>(number)
      return Number(after.rows[0]?.next) - Number(before.rows[0]?.next)
    }
    return { pi, approve, complete, commits }
  }

  test('an approval and a completion take three statements and two commits each', async () => {
    const { pi, approve, complete, commits } = await start()
    const calls = [() => approve(pi.havePayment('created')), () => complete(pi.havePayment('paid'))]
    for (const call of calls) {
      expect(await call()).toMatchObject({ status: 200 })
      expect(await countStatements(call)).toBe(3)
      expect(await commits(call)).toBe(2)
    }
  })

  test('no statement has a name, which a pooler of transactions would not know', async () => {
    const { pi, approve } = await start()
    const names = await watchStatements(() => approve(pi.havePayment('created')))
    expect(names).toHaveLength(3)
    expect(names.filter(Boolean)).toEqual([])
  })

  test('claims, confirmations and looks for keys share a statement with others of the same time', async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    await using database = await openDatabase({ kind: 'postgres', url }, () => {})
    const { clientId, keyId } = await haveKey(database.keys)
    const { u2aPayments: store, keys } = database
    const ids = Array.from({ length: 30 }, (_, index) => `payment-${index}`).toReversed()

    const statements = await countStatements(async () => {
      const begin = (paymentId: string) => store.begin({ paymentId, clientId, call: 'approve' })
      const begun = await Promise.all(ids.map(begin))
      expect(begun.map((each) => each?.payment.paymentId)).toEqual(ids)

      const settled = ['approve'] as const
      const confirm = (paymentId: string, index: number) =>
        store.confirm({ paymentId, settled, status: index % 2 === 0 ? 'approved' : 'seen' })
      const confirmed = await Promise.all(ids.map(confirm))
      expect(confirmed.map((each) => [each.paymentId, each.status])).toEqual(
        ids.map((id, index) => [id, index % 2 === 0 ? 'approved' : 'seen']),
      )

      const found = await Promise.all([keyId, 'unknown', keyId].map(keys.findLive))
      expect(found.map((each) => each?.client.keyId)).toEqual([keyId, undefined, keyId])
    })
    expect(statements).toBe(3)
  })

  test('one wrong claim or confirmation fails alone', async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    await using database = await openDatabase({ kind: 'postgres', url }, () => {})
    const { clientId } = await haveKey(database.keys)
    const { u2aPayments: store } = database

    const begun = await Promise.allSettled(
      ['p1', 'not an id', 'p2'].map((paymentId) =>
        store.begin({ paymentId, clientId, call: 'approve' }),
      ),
    )
    expect(begun).toMatchObject([
      { status: 'fulfilled', value: { operation: 'insert', payment: { paymentId: 'p1' } } },
      { status: 'rejected', reason: { cause: { code: '23514' } } },
      { status: 'fulfilled', value: { operation: 'insert', payment: { paymentId: 'p2' } } },
    ])
    const confirmed = await Promise.allSettled(
      ['p1', 'p3', 'p2'].map((paymentId) =>
        store.confirm({ paymentId, status: 'approved', settled: [] }),
      ),
    )
    expect(confirmed).toMatchObject([
      { status: 'fulfilled', value: { paymentId: 'p1', status: 'approved' } },
      { status: 'rejected', reason: { message: 'Payment p3 was never begun' } },
      { status: 'fulfilled', value: { paymentId: 'p2', status: 'approved' } },
    ])
  })

  test('two clients that claim one payment at the same time: one gets it', async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    await using database = await openDatabase({ kind: 'postgres', url }, () => {})
    const { u2aPayments: store } = database
    const clients = [await haveKey(database.keys), await haveKey(database.keys)]
    const begun = await Promise.all(
      clients.map(({ clientId }) => store.begin({ paymentId: 'p', clientId, call: 'approve' })),
    )
    expect(begun.filter((each) => each != null)).toHaveLength(1)
  })
})
