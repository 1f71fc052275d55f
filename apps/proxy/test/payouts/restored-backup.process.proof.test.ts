import { setTimeout } from 'node:timers/promises'
import { startMockPi } from '@aloha-pi/mock-pi'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { migratePostgres } from '../../src/database/migrate-postgres.ts'
import { openDatabase } from '../../src/stores/open-database.ts'
import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import { startProxy } from '../../src/server/start-proxy.ts'
import { failOnLostConnection } from '../../testkit/open-test-database.ts'
import { startPostgres } from '../../testkit/start-postgres.ts'
import { createCaller } from '../start-test-proxy.ts'
import { payoutBody } from './start-payout-world.ts'

const postgres = await startPostgres()

/** One app, one wallet, and what operators do to the database behind them. */
describe.skipIf(postgres == null)('restores, wrong keys and second deployments', async () => {
  const mock = await startMockPi()
  afterAll(async () => {
    await mock.close()
    await postgres?.remove()
  })
  const control = async (method: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${mock.url}/_mock${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return (await response.json()) as { user: { uid: string }; api_key: string }
  }
  await control('PATCH', '/settings', { ledger_close: 50 })
  const otherKey = (await control('POST', '/apps', { name: 'another-app' })).api_key
  let users = 0
  const newUser = async () => {
    users += 1
    const username = `payee-${users}`
    await control('POST', '/users', { username })
    const scopes = ['payments', 'wallet_address']
    return (await control('POST', '/sign-in', { username, scopes })).user.uid
  }
  /** How often the wallet paid each memo, and how many payments it sent. */
  async function paid() {
    const url = `${mock.url}/accounts/${mock.wallet.address}/transactions?limit=200`
    const response = await fetch(url)
    const { _embedded } = (await response.json()) as {
      _embedded: { records: { memo?: string; source_account: string; successful: boolean }[] }
    }
    return _embedded.records.filter(
      ({ source_account, successful }) => successful && source_account === mock.wallet.address,
    )
  }

  async function start(url: string, env: Record<string, string> = {}) {
    const lines: string[] = []
    const proxy = await startProxy(
      {
        PI_API_URL: mock.url,
        PI_API_KEY: mock.apiKey,
        PI_WALLET_ADDRESS: mock.wallet.address,
        PI_WALLET_SEED: mock.wallet.seed,
        DATABASE_URL: url,
        PORT: '0',
        METRICS_PORT: 'off',
        HOST: '127.0.0.1',
        UPSTREAM_TIMEOUT_MS: '3000',
        PAYOUT_LEDGER_MS: '50',
        PAYOUT_WAIT_MS: '3000',
        PAYOUT_TIME_BOUND_S: '20',
        ...env,
      },
      { log: (line) => lines.push(line) },
    )
    const call = createCaller(proxy.url)
    return {
      lines,
      close: () => proxy.close(),
      create: (body: string, key: string) =>
        call('POST a2u/create', { body, headers: { 'idempotency-key': key } }),
      cancel: (id: string) => call(`POST a2u/cancel/${id}`),
      hasAlarm: (code: string) =>
        until(() => lines.some((line) => line.includes(`"alarm":"${code}"`))),
    }
  }
  const newDatabase = async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    return url
  }
  /** A copy of the files, as of a disk: nothing in it shows when it was made. No one may be connected. */
  async function copyOf(url: string): Promise<string> {
    const { pathname } = new URL(url)
    const copy = new URL(url)
    copy.pathname = `${pathname}_copy`
    const admin = new Client({ connectionString: url.replace(pathname, '/postgres') })
    await admin.connect()
    await admin.query(`CREATE DATABASE ${pathname.slice(1)}_copy TEMPLATE ${pathname.slice(1)}`)
    await admin.end()
    return copy.href
  }
  async function asOperator(url: string, act: (store: PayoutStore) => Promise<unknown>) {
    await using database = await openDatabase({ kind: 'postgres', url }, failOnLostConnection)
    await act(database.payouts)
  }
  const stateOf = (response: { body: unknown }) =>
    (response.body as { sbResData: { row: { status: string } } }).sbResData.row.status

  test('a restored backup, a wrong key past the quarantine, then the right key: the order is paid once', async () => {
    const live = await newDatabase()
    const first = await start(live)
    const other = await first.create(payoutBody(await newUser()), 'order-0')
    expect(stateOf(other)).toBe('completed')
    await first.close()
    const backup = await copyOf(live)

    const second = await start(live)
    const body = payoutBody(await newUser(), { amount: 2 })
    expect(stateOf(await second.create(body, 'order-1'))).toBe('completed')
    await second.close()
    const before = (await paid()).length

    const wrong = await start(backup, { PI_API_KEY: otherKey })
    await wrong.hasAlarm('unidentified_transaction')
    await wrong.close()

    const right = await start(backup)
    const early = await right.create(body, 'order-1')
    expect([200, 202]).toContain(early.status)
    await asOperator(backup, (store) => store.adopt(mock.wallet.address, 1_000))
    await until(async () => stateOf(await right.create(body, 'order-1')) === 'completed')
    expect(await paid()).toHaveLength(before)
    // And the wallet goes on.
    const next = await right.create(payoutBody(await newUser()), 'order-2')
    expect([200, 202]).toContain(next.status)
    await until(async () => (await paid()).length === before + 1)
    await right.close()
  })

  test('an empty database with the same wallet and key begins with a quarantine, and stops at what the old one left', async () => {
    const before = (await paid()).length
    const url = await newDatabase()
    const proxy = await start(url)
    await proxy.hasAlarm('foreign_deployment')
    const body = payoutBody(await newUser())
    expect((await proxy.create(body, 'order-3')).status).toBe(202)
    expect(await paid()).toHaveLength(before)
    await asOperator(url, async (store) => {
      const { lanes } = await store.showLanes()
      expect(lanes[0]).toMatchObject({ stop: { reason: 'foreign_deployment' } })
      expect(lanes[0]?.quarantineLeftMs).toBeGreaterThan(0)
      expect(await store.adopt(mock.wallet.address, 1_000)).toBe(true)
    })
    await until(async () => stateOf(await proxy.create(body, 'order-3')) === 'completed')
    expect(await paid()).toHaveLength(before + 1)
    await proxy.close()
  })
})

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 90_000
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error('It does not become true')
    await setTimeout(200)
  }
}
