import { startMockPi } from '@aloha-pi/mock-pi'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { migratePostgres } from '../../src/database/migrate-postgres.ts'
import { startProxy, type RunningProxy } from '../../src/server/start-proxy.ts'
import { startPostgres } from '../../testkit/start-postgres.ts'
import { createCaller } from '../start-test-proxy.ts'
import { startManInTheMiddle } from './start-man-in-the-middle.ts'
import { payoutBody } from './start-payout-world.ts'

const postgres = await startPostgres()

describe.skipIf(postgres == null)('payouts of two instances', async () => {
  const mock = await startMockPi()
  const pi = await startManInTheMiddle(mock.url)
  afterAll(async () => {
    await pi.close()
    await mock.close()
    await postgres?.remove()
  })
  const control = async (method: string, path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const init = { method, headers, body: JSON.stringify(body) }
    return (await fetch(`${mock.url}/_mock${path}`, init)).json() as Promise<{
      user: { uid: string }
    }>
  }
  await control('PATCH', '/settings', { ledger_close: 100, submit_timeout_ms: 500 })
  let users = 0
  const newUser = async () => {
    users += 1
    const username = `payee-${users}`
    await control('POST', '/users', { username })
    const scopes = ['payments', 'wallet_address']
    return (await control('POST', '/sign-in', { username, scopes })).user.uid
  }
  const submits = () =>
    pi.seen.filter(({ method, path }) => method === 'POST' && path === '/transactions').length

  /** Every test has its own database, of one deployment: another one would stop at what the last test paid. */
  async function continueDeployment(url: string) {
    const client = new Client({ connectionString: url })
    await client.connect()
    await client.query("UPDATE deployment SET id = '00000000-0000-4000-a000-000000000001'")
    await client.end()
  }

  async function startTwo(env: Record<string, string> = {}) {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    await continueDeployment(url)
    const lines: string[] = []
    const start = () =>
      startProxy(
        {
          PI_API_URL: pi.url,
          PI_API_KEY: mock.apiKey,
          PI_WALLET_ADDRESS: mock.wallet.address,
          PI_WALLET_SEED: mock.wallet.seed,
          DATABASE_URL: url,
          PORT: '0',
          METRICS_PORT: 'off',
          HOST: '127.0.0.1',
          UPSTREAM_TIMEOUT_MS: '3000',
          PAYOUT_LEDGER_MS: '100',
          ...env,
        },
        { log: (line) => lines.push(line) },
      )
    return { one: await start(), two: await start(), lines }
  }
  const create = (proxy: RunningProxy, body: string, key: string) =>
    createCaller(proxy.url)('POST a2u/create', { body, headers: { 'idempotency-key': key } })

  test('P36: the same call to both instances at once is one payout with one response', async () => {
    const { one, two } = await startTwo()
    for (let round = 0; round < 5; round += 1) {
      const body = payoutBody(await newUser())
      const before = submits()
      const responses = await Promise.all(
        [one, two].map((proxy) => create(proxy, body, `both-${round}`)),
      )
      expect(responses.map(({ status }) => status)).toEqual([200, 200])
      expect(responses[0]!.body).toEqual(responses[1]!.body)
      expect(submits() - before).toBe(1)
    }
    await one.close()
    await two.close()
  })

  test('an instance that is asked to stop leaves the wallet to the other', async () => {
    const { one, two } = await startTwo({ PAYOUT_LEASE_MS: '30000', PAYOUT_WAIT_MS: '15000' })
    // The first one to start has the lane. Without its release the other would wait for 30 s.
    expect(await create(one, payoutBody(await newUser()), 'first')).toMatchObject({ status: 200 })
    await one.close()
    expect(await create(two, payoutBody(await newUser()), 'second')).toMatchObject({ status: 200 })
    await two.close()
  }, 30_000)

  test('a call that waits while its instance stops is asked to come back, and is paid by the other', async () => {
    const { one, two } = await startTwo()
    await control('PATCH', '/settings', { ledger_close: 'by-hand' })
    const body = payoutBody(await newUser())
    const before = submits()
    const waiting = create(one, body, 'stopped')
    while (submits() === before) await createCaller(two.url)('GET a2u/incomplete')

    const [response] = await Promise.all([waiting, one.close()])

    expect(response).toMatchObject({
      status: 202,
      body: { sbResData: { row: { status: 'processing' } } },
    })
    await control('PATCH', '/settings', { ledger_close: 100 })
    const again = await create(two, body, 'stopped')
    expect(again).toMatchObject({ status: 200 })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    await two.close()
  })

  test('P31: without its database a payout is neither begun nor signed; afterwards it is paid once', async () => {
    const { one, two, lines } = await startTwo()
    const body = payoutBody(await newUser())
    await postgres?.stop()
    const before = pi.seen.length

    const refused = await create(one, body, 'without-database')

    expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(refused.headers.get('retry-after')).toBe('5')
    const writes = pi.seen.slice(before).filter(({ method }) => method === 'POST')
    expect(writes).toEqual([])

    await postgres?.start()
    let response = await create(two, body, 'without-database')
    for (let tries = 0; response.status !== 200 && tries < 20; tries += 1) {
      response = await create(two, body, 'without-database')
    }
    expect(response).toMatchObject({ status: 200 })
    const ours = pi.seen.filter(({ body: sent }) => sent.includes(response.body.sbResData.row.uid))
    expect(ours).toHaveLength(1)
    expect(lines.join('')).not.toContain(mock.wallet.seed)
    await one.close()
    await two.close()
  }, 60_000)
})
