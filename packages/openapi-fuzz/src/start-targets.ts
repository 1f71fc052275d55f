import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startMockPi, type MockPi } from '@aloha-pi/mock-pi'
import { DEVELOPMENT_KEY, startProxy } from '@aloha-pi/proxy'
import { readDocument, type ApiDocument, type Operation } from './document.ts'
import { createKnownValues, type KnownValues } from './known-values.ts'
import type { Target } from './run-fuzz.ts'

const RESET = '/_mock/reset'
const FAULTS = '/_mock/faults'
/** Some of them add faults too. */
const PRESET = '/_mock/presets/{preset}'
const CLOCK = new Set(['/_mock/clock/advance', '/_mock/clock/jump'])
/** What prepares payments in the mock behind the proxy, and leaves its world and clock alone. */
const FEED = new Set(['/_mock/sign-in', '/_mock/payments', '/_mock/payments/{paymentId}/pay'])

export type Targets = {
  targets: Target[]
  /** Lines that a healthy server does not write. */
  badLines(): string[]
  close(): Promise<void>
}

/** A mock for its own four documents, and a proxy in front of a mock of its own. */
export async function startTargets(): Promise<Targets> {
  const [platform, chain, control, wallet, aloha] = await Promise.all([
    readDocument('platform'),
    readDocument('chain'),
    readDocument('control'),
    readDocument('wallet'),
    readDocument('aloha'),
  ])
  const bad: string[] = []
  const log = (line: string) => void bad.push(`mock: ${line}`)
  // A wait would take up to 25 s, and events come for as long as they are read; what is asked without a wait, or has
  // come already, is served.
  const mock = await startMockPi({ seed: 'fuzz', log, limits: { waiting: 0, eventStreams: 0 } })
  const behind = await startMockPi({ seed: 'fuzz', log })
  const proxy = await startProxyInFrontOf(behind, bad)
  const ofMock = createKnownValues()
  const ofProxy = createKnownValues()
  await learnStart(mock, ofMock)
  await learnStart(behind, ofProxy)
  ofProxy.learn({ proxy_key: DEVELOPMENT_KEY })
  await fund(behind)

  const beside = [platform, chain, control, wallet]
  const ofOneMock = { url: mock.url, known: ofMock, weight: 3, beside }
  const all = (document: ApiDocument) => ({ document, operations: document.operations })
  // With a frozen clock, or by hand, a ledger never closes: a submission is not to wait half a minute for it, and
  // a stream of events not a whole one.
  const before = async ({ operationId, responses }: Operation) => {
    if (operationId === 'submit') await call(mock, 'PATCH /settings', { submit_timeout_ms: 30 })
    if (responses['200']?.content?.['text/event-stream'] != null)
      await call(mock, 'PATCH /settings', { stream_timeout_ms: 30 })
  }
  const after = async ({ path }: Operation) => {
    if (path === RESET) ofMock.forget()
    // What a fault sends is in no document, on purpose.
    if (path === FAULTS || path === PRESET) mock.world.faults.clear()
    if (path === RESET || CLOCK.has(path)) await learnStart(mock, ofMock)
  }
  const isFeed = ({ method, path }: Operation) => method === 'POST' && FEED.has(path)
  const feed = control.operations.filter(isFeed)
  return {
    targets: [
      { ...ofOneMock, ...all(platform) },
      { ...ofOneMock, ...all(chain), before },
      { ...ofOneMock, ...all(control), after },
      { ...ofOneMock, ...all(wallet) },
      { ...all(aloha), url: proxy.url, known: ofProxy, weight: 3 },
      { document: control, operations: feed, url: behind.url, known: ofProxy, weight: 2, beside },
    ],
    badLines: () => [...bad],
    async close() {
      await proxy.close()
      await behind.close()
      await mock.close()
    },
  }
}

async function startProxyInFrontOf({ url, apiKey, wallet }: MockPi, bad: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-fuzz-'))
  const many = '1000000'
  const proxy = await startProxy(
    {
      PI_API_URL: url,
      PI_API_KEY: apiKey,
      PI_HORIZON_URL: url,
      PI_WALLET_ADDRESS: wallet.address,
      PI_WALLET_SEED: wallet.seed,
      DATA_DIR: join(folder, 'data'),
      HOST: '127.0.0.1',
      PORT: '0',
      METRICS_PORT: 'off',
      PAYOUT_LEDGER_MS: '1000',
      PAYOUT_WAIT_MS: '20',
      PAYOUT_CLIENT_DAY_CAP: many,
      PAYOUT_DAY_CAP: many,
      RATE_LIMIT_PER_KEY: many,
      RATE_LIMIT_PER_ADDRESS: many,
      RATE_LIMIT_ANONYMOUS: many,
    },
    { log: (line) => void (isBad(line) && bad.push(`proxy: ${line}`)) },
  )
  return {
    url: proxy.url,
    async close() {
      await proxy.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** A line for each request is fine, and a warning; an error, an alarm or what is not JSON is not. */
function isBad(line: string): boolean {
  return !/^\{"level":"(?:info|warn)"/.test(line)
}

/** What anyone who starts a mock knows, with a token that is valid now. */
async function learnStart(mock: MockPi, known: KnownValues) {
  known.learn({ api_key: mock.apiKey, address: mock.wallet.address, username: 'alice' })
  known.learn(await call(mock, 'POST /sign-in', { username: 'alice' }))
}

/** So that no run of payouts leaves the wallet dry, which is an alarm. */
async function fund(mock: MockPi) {
  await call(mock, 'POST /ledger/fund', { address: mock.wallet.address, amount: 1_000_000 })
}

async function call({ url }: MockPi, route: string, json: object): Promise<unknown> {
  const [method = '', path = ''] = route.split(' ')
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/_mock${path}`, {
    method,
    headers,
    body: JSON.stringify(json),
  })
  if (!response.ok) throw new Error(`${route}: ${response.status}`)
  return response.json()
}
