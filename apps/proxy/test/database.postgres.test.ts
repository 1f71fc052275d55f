import { inspect } from 'node:util'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { Client } from 'pg'
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { migrationConfig } from '../src/database/migrations.ts'
import { openDatabase, type Database } from '../src/stores/open-database.ts'
import { haveKey } from '../testkit/new-key.ts'
import { failOnLostConnection } from '../testkit/open-test-database.ts'
import { serverGrants } from './server-grants.ts'
import { startPostgres } from '../testkit/start-postgres.ts'

const postgres = await startPostgres()
const migrations = readMigrationFiles(migrationConfig)

describe.skipIf(postgres == null)('Postgres', () => {
  let url = ''
  beforeEach(async () => {
    url = (await postgres?.newDatabase()) ?? ''
  })
  afterAll(() => postgres?.remove())

  async function open(ownUrl = url, onLost = failOnLostConnection): Promise<Database> {
    const database = await openDatabase({ kind: 'postgres', url: ownUrl }, onLost)
    onTestFinished(() => database.close())
    return database
  }

  /** Runs SQL as the superuser, past the proxy. */
  async function asAdmin(text: string) {
    const client = new Client({ connectionString: url })
    await client.connect()
    const result = await client.query(text)
    await client.end()
    return result.rows
  }

  test('a database without a schema is refused with the command that makes it', async () => {
    await expect(open()).rejects.toMatchObject({
      name: 'DatabaseRefusedError',
      refusal: 'schema_outdated',
      message: expect.stringContaining('run `proxy migrate`'),
    })
  })

  test('a refused or broken transaction gives its connection back, however often', async () => {
    await migratePostgres(url)
    const { db, close } = await openDatabase({ kind: 'postgres', url }, () => undefined)
    const isolationLevel = 'none' as 'serializable'
    const endConnection = sql`SELECT pg_terminate_backend(pg_backend_pid())`
    const failures = {
      begin: () => db.transaction(async () => 0, { isolationLevel }),
      rollback: () => db.transaction((tx) => tx.execute(endConnection)),
      '1 / 0': () => db.transaction((tx) => tx.execute(sql`SELECT 1 / 0`)),
      Rollback: () => db.transaction(async (tx) => tx.rollback()),
      'our own': () => db.transaction(async () => Promise.reject(new Error('our own'))),
    }
    for (const [name, fail] of Object.entries(failures)) {
      // More of them than the pool has connections.
      for (let times = 0; times < 11; times += 1) await expect(fail()).rejects.toThrow(name)
      expect(await db.transaction((tx) => tx.execute(sql`SELECT 1 AS one`))).toMatchObject({
        rows: [{ one: 1 }],
      })
    }
    // A connection that was never given back would be waited for.
    await close()
  })

  test('a database that lacks the last migration is refused', async () => {
    await migratePostgres(url)
    await asAdmin('DELETE FROM schema_migration WHERE id = (SELECT max(id) FROM schema_migration)')
    await expect(open()).rejects.toMatchObject({ refusal: 'schema_outdated' })
  })

  test('a database of a newer version is refused and not migrated', async () => {
    await migratePostgres(url)
    await asAdmin("INSERT INTO schema_migration (hash, created_at) VALUES ('x', 99999999999999)")
    await expect(open()).rejects.toMatchObject({ refusal: 'schema_newer' })
    await expect(migratePostgres(url)).rejects.toMatchObject({ refusal: 'schema_newer' })
  })

  test('migrating twice does nothing the second time', async () => {
    expect(await migratePostgres(url)).toBe('migrated')
    expect(await migratePostgres(url)).toBe('current')
  })

  test('a call that was pending before the migration is pending after it', async () => {
    const run = async (from: number, to?: number) => {
      for (const { sql } of migrations.slice(from, to)) for (const text of sql) await asAdmin(text)
    }
    await run(0, 2)
    const claim = (id: string, action: string) =>
      asAdmin(
        `INSERT INTO u2a_payment (payment_id, client_id, pending_action) SELECT '${id}', client_id, ${action} FROM client`,
      )
    await claim('lost', "'complete'")
    await claim('calm', 'NULL')

    await run(2)

    expect(await asAdmin('SELECT payment_id, pending_calls FROM u2a_payment ORDER BY 1')).toEqual([
      { payment_id: 'calm', pending_calls: [] },
      { payment_id: 'lost', pending_calls: ['complete'] },
    ])
  })

  test('of eight migrations in the same moment one does the work, again and again', async () => {
    for (let round = 0; round < 5; round += 1) {
      const fresh = (await postgres?.newDatabase()) ?? ''
      const done = await Promise.all(Array.from({ length: 8 }, () => migratePostgres(fresh)))
      expect(done.filter((each) => each === 'migrated')).toHaveLength(1)
    }
  })

  test('P30: every connection has the timeouts and there are at most 10', async () => {
    await migratePostgres(url)
    const { db } = await open()
    const seen = await Promise.all(
      Array.from({ length: 40 }, () =>
        db.execute(sql`
          SELECT pg_backend_pid() AS pid, current_setting('statement_timeout') AS statement,
            current_setting('idle_in_transaction_session_timeout') AS idle, pg_sleep(0.02)`),
      ),
    )
    // Typed by no driver: the shape is the one selected above.
    const rows = seen.flatMap((result) => (result as unknown as { rows: { pid: number }[] }).rows)
    expect(rows).toHaveLength(40)
    expect(new Set(rows.map((row) => row.pid)).size).toBe(10)
    for (const row of rows) expect(row).toMatchObject({ statement: '10s', idle: '10s' })
  })

  test('P30: the server runs with a role that cannot change the schema', async () => {
    await migratePostgres(url)
    await asAdmin(`CREATE ROLE proxy_server LOGIN PASSWORD 'server-only'; ${serverGrants}`)
    const { keyId, clientId } = await haveKey((await open()).keys)
    const serverUrl = url.replace(/\/\/.*@/, '//proxy_server:server-only@')

    const server = await open(serverUrl)
    const claim = { paymentId: 'p1', clientId, call: 'approve' } as const
    expect(await server.keys.findLive(keyId)).toBeDefined()
    expect(await server.u2aPayments.begin(claim)).toMatchObject({ operation: 'insert' })
    expect(await server.u2aPayments.begin(claim)).toMatchObject({ operation: 'update' })
    expect(await server.u2aPayments.refuse('p1', 'approve')).toMatchObject({ pendingCalls: [] })
    await server.u2aPayments.confirm({ paymentId: 'p1', status: 'approved', settled: [] })
    expect(await server.u2aPayments.find('p1')).toMatchObject({ status: 'approved' })
    expect(await server.world.remember('w')).toEqual({ ok: true })
    await server.ping()
    await server.tryWrite()
    expect(await server.u2aPayments.find('p1')).toBeDefined()
    expect(await asAdmin(`SELECT 1 FROM u2a_payment`)).toHaveLength(1)

    const forbidden = { cause: { code: '42501' } }
    for (const statement of [
      sql`CREATE TABLE extra (id int)`,
      sql`ALTER TABLE u2a_payment ADD COLUMN extra int`,
      sql`DROP TABLE u2a_payment`,
      sql`TRUNCATE u2a_payment`,
      sql`DELETE FROM u2a_payment`,
      sql`UPDATE api_key SET revoked_at = NULL`,
      sql`INSERT INTO client (name) VALUES ('intruder')`,
      sql`UPDATE schema_migration SET created_at = 0`,
    ]) {
      await expect(server.db.execute(statement)).rejects.toMatchObject(forbidden)
    }
  })

  test('a database that is read-only, or lacks a grant, refuses the write that is tried', async () => {
    await migratePostgres(url)
    await asAdmin(`CREATE ROLE reader LOGIN PASSWORD 'server-only';
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader`)
    const reader = await open(url.replace(/\/\/.*@/, '//reader:server-only@'))
    await expect(reader.tryWrite()).rejects.toMatchObject({ cause: { code: '42501' } })

    const name = new URL(url).pathname.slice(1)
    await asAdmin(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`)
    const database = await open()
    await database.ping()
    await expect(database.tryWrite()).rejects.toMatchObject({ cause: { code: '25006' } })
  })

  test('a wrong password is a sentence without the password', async () => {
    const wrong = url.replace('test-only', 'Wr0ngSecret')
    const expected = {
      refusal: 'unreachable',
      message: expect.stringMatching(/^Cannot connect to the Postgres in DATABASE_URL \(28P01\)/),
    }
    await expect(open(wrong)).rejects.toMatchObject(expected)
    await expect(migratePostgres(wrong)).rejects.toMatchObject(expected)
    await expect(open(wrong)).rejects.not.toThrow('Wr0ngSecret')
  })

  test('a certificate file that is not there is a sentence', async () => {
    const secure = `${url}?sslmode=verify-full&sslrootcert=/nowhere/ca.pem`
    const expected = { refusal: 'unreachable', message: expect.stringContaining('(ENOENT)') }
    await expect(open(secure)).rejects.toMatchObject(expected)
    await expect(migratePostgres(secure)).rejects.toMatchObject(expected)
  })

  test('P30: a server that cannot prove its name over TLS is refused', async () => {
    await migratePostgres(url)
    await expect(open(`${url}?sslmode=verify-full`)).rejects.toMatchObject({
      refusal: 'unreachable',
    })
  })

  test('P22: no error of the database carries the password', async () => {
    await migratePostgres(url)
    const errors: unknown[] = []
    const keep = (error: unknown) => errors.push(error)
    const lost = Promise.withResolvers<Error>()
    const database = await open(url, lost.resolve)

    await database.ping()
    await asAdmin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'aloha-proxy' AND datname = current_database()`)
    keep(await lost.promise)
    await database.db.execute(sql`SELECT broken`).catch(keep)
    await open(url.replace('test_', 'missing_')).catch(keep)
    await postgres?.stop()
    await database.ping().catch(keep)
    await migratePostgres(url).catch(keep)
    await open().catch(keep)
    await postgres?.start()

    expect(errors).toHaveLength(6)
    const everything = inspect(errors, { depth: 20, showHidden: true, maxStringLength: null })
    expect(everything).not.toContain('test-only')
  })

  test('a connection that breaks inside a transaction, between two queries, fails only that transaction', async () => {
    await migratePostgres(url)
    const { db } = await open(url, () => undefined)
    const broken = db.transaction(async (tx) => {
      await tx.execute(sql`SELECT 1`)
      await asAdmin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'aloha-proxy' AND datname = current_database()`)
      // Until the news has arrived here.
      while (await isConnected()) await asAdmin('SELECT pg_sleep(0.05)')
      await tx.execute(sql`SELECT 2`)
    })
    await expect(broken).rejects.toThrow('Failed query')
    await db.execute(sql`SELECT 3`)

    async function isConnected(): Promise<boolean> {
      const rows = await asAdmin(`SELECT 1 FROM pg_stat_activity
        WHERE application_name = 'aloha-proxy' AND datname = current_database()`)
      return rows.length > 0
    }
  })

  test('P31: without Postgres every call fails and nothing is let in; it works again afterwards', async () => {
    await migratePostgres(url)
    // Whether an idle connection or the next call notices first is a race.
    const database = await open(url, () => undefined)
    const { keyId } = await haveKey(database.keys)

    await postgres?.stop()
    await expect(database.ping()).rejects.toThrow('Failed query')
    await expect(database.keys.findLive(keyId)).rejects.toThrow('Failed query')

    await postgres?.start()
    await database.ping()
    expect(await database.keys.findLive(keyId)).toBeDefined()
  })
})
