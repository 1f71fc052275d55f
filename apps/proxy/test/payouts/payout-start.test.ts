import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, expect, test } from 'vitest'
import { startProxy } from '../../src/server/start-proxy.ts'
import { StartRefusedError } from '../../src/server/start-refused-error.ts'
import { newWalletKeys } from '../new-wallet-keys.ts'
import { makeTempDir } from '../../testkit/open-test-database.ts'
import { createCaller } from '../start-test-proxy.ts'
import { startManInTheMiddle } from './start-man-in-the-middle.ts'
import { payoutBody } from './start-payout-world.ts'

const folder = await makeTempDir()
const mock = await startMockPi()
afterAll(async () => {
  await mock.close()
  await folder.remove()
})

const settings = {
  PI_API_URL: mock.url,
  PI_API_KEY: mock.apiKey,
  PI_WALLET_ADDRESS: mock.wallet.address,
  PI_WALLET_SEED: mock.wallet.seed,
  DATA_DIR: join(folder.path, 'data'),
  PORT: '0',
  METRICS_PORT: 'off',
  HOST: '127.0.0.1',
  UPSTREAM_TIMEOUT_MS: '2000',
}

/** Starts in vain; returns the sentences and everything that was logged. */
async function refusal(env: Record<string, string | undefined>) {
  const lines: string[] = []
  const error: unknown = await startProxy(env, { log: (line) => lines.push(line) }).catch(
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof StartRefusedError)) throw new Error('It started', { cause: error })
  return { problems: error.problems, everything: [...error.problems, ...lines].join('\n') }
}

test('P25: the seed of another wallet stops the start, and neither is shown', async () => {
  const other = await newWalletKeys()
  const { problems, everything } = await refusal({ ...settings, PI_WALLET_SEED: other.seed })
  expect(problems).toEqual([expect.stringContaining('PI_WALLET_ADDRESS')])
  for (const secret of [other.seed, other.address, mock.wallet.seed, mock.wallet.address]) {
    expect(everything).not.toContain(secret)
  }
})

test('P25: a mistyped seed in a file stops the start, and is not shown', async () => {
  const path = join(folder.path, 'seed')
  const { seed } = mock.wallet
  const mistyped = `${seed.slice(0, -1)}${seed.endsWith('A') ? 'B' : 'A'}`
  await writeFile(path, mistyped)
  await chmod(path, 0o600)
  const fromFile = { ...settings, PI_WALLET_SEED: undefined, PI_WALLET_SEED_FILE: path }
  const { problems, everything } = await refusal(fromFile)
  expect(problems).toEqual([expect.stringContaining('checksum')])
  expect(everything).not.toContain(mistyped)
})

test('P25: a Horizon of another network stops the start', async () => {
  const pi = await startManInTheMiddle(mock.url)
  pi.twist(({ path, body }) =>
    path === '/' ? body.replaceAll('Pi Testnet', 'Pi Network') : undefined,
  )
  const { problems } = await refusal({ ...settings, PI_HORIZON_URL: pi.url })
  expect(problems).toEqual([
    'PI_HORIZON_URL must serve the network of PI_NETWORK: its root document names another one',
  ])
  await pi.close()
})

test('P25: while Horizon does not name its network nothing is signed; then payouts go on', async () => {
  const pi = await startManInTheMiddle(mock.url)
  let isDown = true
  pi.twist(({ path }) => (isDown && path === '/' ? 'lost' : undefined))
  const lines: string[] = []
  const env = {
    ...settings,
    PI_HORIZON_URL: pi.url,
    PAYOUT_WAIT_MS: '300',
    PAYOUT_LEDGER_MS: '1000',
  }
  const proxy = await startProxy(env, { log: (line) => lines.push(line) })
  const call = createCaller(proxy.url)
  const control = (path: string, body: object) =>
    fetch(`${mock.url}/_mock${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await control('/users', { username: 'payee' })
  const scopes = ['payments', 'wallet_address']
  const { user } = (await (await control('/sign-in', { username: 'payee', scopes })).json()) as {
    user: { uid: string }
  }
  const body = payoutBody(user.uid)

  expect(await call('POST a2u/create', { body })).toMatchObject({
    status: 202,
    body: { sbResData: { row: { status: 'processing', payment_id: null } } },
  })
  expect(pi.seen.filter(({ path }) => path.startsWith('/accounts'))).toEqual([])
  expect(lines.join('')).toContain('Horizon does not say which network it serves')

  isDown = false
  let status = 202
  for (let tries = 0; status === 202 && tries < 60; tries += 1) {
    ;({ status } = await call('POST a2u/create', { body }))
  }
  expect(status).toBe(200)
  await proxy.close()
  await pi.close()
}, 30_000)

test('without a wallet the proxy serves everything but new payouts', async () => {
  const env = { ...settings, PI_WALLET_ADDRESS: undefined, PI_WALLET_SEED: undefined }
  const proxy = await startProxy(env, { log: () => undefined })
  const call = createCaller(proxy.url)
  const uid = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
  expect(await call('POST a2u/create', { body: payoutBody(uid) })).toMatchObject({
    status: 503,
    body: { code: 'payouts_off', error: expect.stringContaining('this proxy has no wallet') },
  })
  expect(await call('GET a2u/incomplete')).toMatchObject({ status: 200 })
  await proxy.close()
})
