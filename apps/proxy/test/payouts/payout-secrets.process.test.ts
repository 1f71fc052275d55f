import { join } from 'node:path'
import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openPglite } from '../../src/database/open-pglite.ts'
import { DEVELOPMENT_KEY } from '../../src/keys/development-key.ts'
import { dumpDatabase } from '../../testkit/dump-database.ts'
import { makeTempDir } from '../../testkit/open-test-database.ts'
import { runProgram } from '../../testkit/run-program.ts'
import { createCaller } from '../start-test-proxy.ts'
import { startManInTheMiddle, type Twist } from './start-man-in-the-middle.ts'
import { payoutBody } from './start-payout-world.ts'
import { proxyProgram } from '../../testkit/proxy-program.ts'

const main = proxyProgram()
const folder = await makeTempDir()
const mock = await startMockPi()
const pi = await startManInTheMiddle(mock.url)
afterAll(async () => {
  await pi.close()
  await mock.close()
  await folder.remove()
})

async function control(method: string, path: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const init = { method, headers, body: JSON.stringify(body) }
  return (await fetch(`${mock.url}/_mock${path}`, init)).text()
}

async function newUser(username: string): Promise<string> {
  await control('POST', '/users', { username })
  const scopes = ['payments', 'wallet_address']
  return JSON.parse(await control('POST', '/sign-in', { username, scopes })).user.uid
}

/** Everything that can come back from upstreams: unusual, lost, and with our own secrets in it. */
const twists: Twist[] = [
  () => undefined,
  ({ path, method }) => (method === 'POST' && path === '/v2/payments' ? 'lost' : undefined),
  ({ path }) =>
    path === '/transactions' ? `<html>${mock.wallet.seed} ${mock.apiKey}</html>` : undefined,
  ({ path }) => (path.endsWith('/complete') ? `{"error":"${mock.apiKey}"}` : undefined),
  ({ path }) => (path.startsWith('/accounts') ? '{' : undefined),
  ({ path, body }) =>
    path === '/v2/payments' ? body.replace('"amount":3.14', '"amount":31.4') : undefined,
]

test('P22: through payouts that end well and badly no secret is logged, returned, measured or stored', async () => {
  await control('PATCH', '/settings', { ledger_close: 100, a2u_concurrency: 'off' })
  const dataDir = join(folder.path, 'data')
  const running = runProgram(main, ['serve'], {
    PI_API_URL: pi.url,
    PI_API_KEY: mock.apiKey,
    PI_WALLET_ADDRESS: mock.wallet.address,
    PI_WALLET_SEED: mock.wallet.seed,
    DATA_DIR: dataDir,
    PORT: '0',
    METRICS_PORT: '0',
    PROXY_READY: 'json',
    LOG_LEVEL: 'trace',
    UPSTREAM_TIMEOUT_MS: '2000',
    PAYOUT_LEDGER_MS: '100',
    PAYOUT_WAIT_MS: '1500',
  })
  onTestFinished(() => void running.process.kill('SIGKILL'))
  const ready = JSON.parse(await running.line(/^\{/)) as { url: string; metricsUrl: string }
  const call = createCaller(ready.url)
  const responses: unknown[] = []

  for (const [index, twist] of twists.entries()) {
    pi.twist(twist)
    const body = payoutBody(await newUser(`payee-${index}`))
    responses.push(await call('POST a2u/create', { body }))
    pi.straight()
    responses.push(await call('POST a2u/create', { body }), await call('GET a2u/incomplete'))
  }
  const metrics = await (await fetch(`${ready.metricsUrl}/metrics`)).text()
  running.process.kill('SIGTERM')
  const { code, stdout, stderr } = await running.ended
  const { db, close } = await openPglite(dataDir)
  const rows = await dumpDatabase(db)
  await close()

  expect(code).toBe(0)
  expect(stderr).toContain('"alarm":"held"')
  const envelopes = pi.seen
    .filter(({ method, path }) => method === 'POST' && path === '/transactions')
    .map(({ body }) => new URLSearchParams(body).get('tx') ?? '')
  expect(envelopes.length).toBeGreaterThanOrEqual(3)
  expect(rows).toContain(envelopes[0])
  const texts = { responses: JSON.stringify(responses), stdout, stderr, metrics, rows }
  // The ready line shows the development key, which is not a secret.
  const secrets = { seed: mock.wallet.seed, apiKey: mock.apiKey }
  for (const [where, text] of Object.entries(texts)) {
    for (const [name, secret] of Object.entries(secrets)) {
      expect([where, name, text.includes(secret)]).toEqual([where, name, false])
    }
    expect([where, text.match(/S[A-Z2-7]{55}/)]).toEqual([where, null])
    if (where === 'rows') continue
    for (const envelope of envelopes)
      expect([where, text.includes(envelope)]).toEqual([where, false])
  }
  expect(stderr).not.toContain(DEVELOPMENT_KEY)
}, 90_000)
