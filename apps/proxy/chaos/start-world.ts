import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openDatabase } from '../src/database/open-database.ts'
import type { DatabaseConfig } from '../src/config/config.ts'
import { dumpDatabase } from '../test/dump-database.ts'
import { haveKey } from '../test/new-key.ts'
import { makeTempDir } from '../test/open-test-database.ts'
import { runProgram } from '../test/run-program.ts'
import { startPostgres } from '../test/start-postgres.ts'
import type { Order } from './clients.ts'
import type { ChaosOptions } from './options.ts'

const mockMain = new URL('../../mock-pi/src/main.ts', import.meta.url)
/** What the mock prints with --json. */
type Ready = { url: string; apiKey: string; wallet: { address: string; seed: string } }

export type Mock = Ready & {
  control<Body>(method: string, path: string, body: object): Promise<Body>
  close(): Promise<string>
}

/** A mock in a process of its own. */
export async function startMock({ seed, ledgerMs }: ChaosOptions): Promise<Mock> {
  const running = runProgram(mockMain, ['--port', '0', '--json', '--seed', `chaos-${seed}`], {})
  const ready = JSON.parse(await running.line(/^\{/)) as Ready
  const mock: Mock = {
    ...ready,
    async control(method, path, body) {
      const headers = { 'content-type': 'application/json' }
      const init = { method, headers, body: JSON.stringify(body) }
      const response = await fetch(`${ready.url}/_mock${path}`, init)
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    async close() {
      running.process.kill('SIGKILL')
      return (await running.ended).stderr
    },
  }
  await mock.control('PATCH', '/settings', { ledger_close: ledgerMs, submit_timeout_ms: 1_000 })
  const funds = { address: ready.wallet.address, amount: 5_000 }
  await mock.control('POST', '/ledger/fund', funds)
  return mock
}

const PAYEES = 20

/** Orders over a few users; each has an amount of its own. */
export async function makeOrders(mock: Mock, { payouts, seed }: ChaosOptions): Promise<Order[]> {
  const payees: { uid: string; address: string }[] = []
  for (let i = 0; i < PAYEES; i += 1) {
    const username = `payee-${i}`
    type User = { wallet_address: string }
    const made = await mock.control<User>('POST', '/users', { username })
    const scopes = ['payments', 'wallet_address']
    type SignedIn = { user: { uid: string } }
    const { user } = await mock.control<SignedIn>('POST', '/sign-in', { username, scopes })
    payees.push({ uid: user.uid, address: made.wallet_address })
  }
  const unknown = { uid: '00000000-0000-4000-8000-000000000000', address: '' }
  return Array.from({ length: payouts }, (_, i) => ({
    // One of 40 is for somebody whom Pi does not know.
    ...((i % 40 === 39 ? unknown : payees[i % PAYEES]) ?? unknown),
    name: `order-${seed}-${i}`,
    stroops: 100_000n + BigInt(i),
    seed: seed * 100_003 + i,
  }))
}

export type ChaosDatabase = {
  config: DatabaseConfig
  /** Of the Postgres, for the link in front of it. */
  port: number | undefined
  key: string
  restart(): Promise<void>
  /** When nobody else has it open: every row as text, and when each envelope was stored. */
  read(): Promise<{ rows: string; envelopes: Map<string, number> }>
  remove(): Promise<void>
}

/** A Postgres or a folder for PGlite, with one client's key in it. Undefined where no Postgres runs. */
export async function startDatabase(pglite: boolean): Promise<ChaosDatabase | undefined> {
  const folder = await makeTempDir()
  const postgres = pglite ? undefined : await startPostgres()
  if (!pglite && postgres == null) return undefined
  const url = await postgres?.newDatabase()
  if (url != null) await migratePostgres(url)
  const config: DatabaseConfig =
    url == null ? { kind: 'pglite', dataDir: join(folder.path, 'data') } : { kind: 'postgres', url }
  // A restart breaks idle connections; the pool replaces them.
  const open = () => openDatabase(config, () => undefined)
  const database = await open()
  const scopes = ['a2u:create', 'a2u:cancel', 'read'] as const
  const { secret } = await haveKey(database.keys, { clientName: 'shop', scopes: [...scopes] })
  await database.close()
  return {
    config,
    port: url == null ? undefined : Number(new URL(url).port),
    key: secret,
    async restart() {
      await postgres?.stop()
      await postgres?.start()
    },
    async read() {
      await using again = await open()
      const result = await again.db.execute(
        sql`SELECT hash, (extract(epoch FROM created_at) * 1000)::float8 AS at FROM payout_envelope`,
      )
      // Both drivers answer `rows`; drizzle's common type does not say so.
      const { rows } = result as unknown as { rows: { hash: string; at: number }[] }
      const envelopes = new Map(rows.map(({ hash, at }) => [hash, Math.floor(at)]))
      return { rows: await dumpDatabase(again.db), envelopes }
    },
    async remove() {
      await postgres?.remove()
      await folder.remove()
    },
  }
}
