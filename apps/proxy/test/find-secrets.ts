import { expect, onTestFinished } from 'vitest'
import { startFakePi, type FakePi } from './fake-pi.ts'
import { coded, empty401, html500, reset, truncated, type Fault } from './fake-pi-faults.ts'
import { newWalletKeys } from './new-wallet-keys.ts'
import { TXID } from './pi-payment.ts'
import { runProgram } from '../testkit/run-program.ts'
import { createCaller } from './start-test-proxy.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'

const PI_KEY = 'canarypikey0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefg'
const { seed: SEED, address } = await newWalletKeys()
export const PASSWORD = 'canary-dsn-password'
const WRONG_KEY = `aloha_live_${'C'.repeat(11)}_${'Canary'.repeat(9).slice(0, 49)}`

const main = proxyProgram()
export type Place = { env: Record<string, string>; dump(): Promise<string> }

/** The server in a separate process, with a secret in every place that takes one. */
async function serve(pi: FakePi, place: Place) {
  const env = {
    PI_API_URL: pi.url,
    PI_API_KEY: PI_KEY,
    PI_WALLET_SEED: SEED,
    PI_WALLET_ADDRESS: address,
    PORT: '0',
    METRICS_PORT: '0',
    PROXY_READY: 'json',
    LOG_LEVEL: 'trace',
    UPSTREAM_TIMEOUT_MS: '300',
    ...place.env,
  }
  const arguments_ = ['keys', 'create', '--client', 'shop', '--scopes', 'u2a,read,a2u:create']
  const { stdout: key } = await runProgram(main, arguments_, env).ended
  const running = runProgram(main, ['serve'], env)
  onTestFinished(() => void running.process.kill('SIGKILL'))
  const ready = JSON.parse(await running.line(/^\{/)) as { url: string; metricsUrl: string }
  return { ...ready, running, key: key.trim() }
}

/** An upstream that sends back what it was sent, as some gateways do. */
const echo =
  (status: number): Fault =>
  (res) => {
    const { authorization } = res.req.headers
    const body = { error: authorization, error_message: `You sent ${authorization}` }
    res.writeHead(status, { 'content-type': 'application/json', 'x-request-id': authorization })
    res.end(JSON.stringify(body))
  }
const faults = [
  ...[400, 401, 403, 404, 429, 500].map(echo),
  coded(401, 'invalid_authorization'),
  empty401,
  html500,
  reset,
  truncated,
]

/** Everything a client can do, right and wrong; returns what it got to see. */
async function useAll(pi: FakePi, url: string, key: string): Promise<string> {
  const call = createCaller(url)
  const seen: unknown[] = []
  const note = async (route: string, init: Parameters<typeof call>[1] = {}) => {
    const { status, headers, body } = await call(route, { key, ...init })
    seen.push(status, [...headers], body)
  }
  for (const fault of [undefined, ...faults]) {
    for (const operation of ['read', 'approve', 'complete', 'cancel'] as const) {
      pi.heal()
      const id = pi.havePayment(operation === 'complete' ? 'paid' : 'created')
      if (fault != null) pi.fail(operation, fault)
      await note(`GET u2a/details/${id}`)
      await note(`POST u2a/approve/${id}`)
      await note(`POST u2a/complete/${id}/${TXID}`)
      await note(`POST u2a/abort/${id}`)
    }
  }
  pi.heal()
  await note('POST u2a/approve/abc', { key: WRONG_KEY })
  await note(`GET u2a/details/${WRONG_KEY}`, { key: null })
  await note(`POST u2a/approve/abc?key=${WRONG_KEY}`, { key: null })
  await note('GET u2a/details/abc', { key: null, headers: { 'x-request-id': WRONG_KEY } })
  await note('POST a2u/create', { body: JSON.stringify({ payment: { memo: SEED } }) })
  await note('POST a2u/create', { body: `{"${SEED}` })
  await note('PUT u2a/approve/abc', { headers: { cookie: SEED, 'user-agent': WRONG_KEY } })
  return JSON.stringify(seen)
}

/** Runs the server through everything and returns where which secret turned up. */
export async function findSecrets(place: Place): Promise<string[]> {
  const pi = await startFakePi()
  onTestFinished(() => pi.close())
  const { url, metricsUrl, key, running } = await serve(pi, place)

  const responses = await useAll(pi, url, key)
  const metrics = await (await fetch(`${metricsUrl}/metrics`)).text()
  running.process.kill('SIGTERM')
  const { code, stdout, stderr } = await running.ended
  const rows = await place.dump()

  expect(code).toBe(0)
  expect(pi.requests.length).toBeGreaterThan(100)
  expect(stderr.split('\n').length).toBeGreaterThan(100)
  // Without the prefix that everybody knows.
  const secrets = { PI_KEY, SEED, PASSWORD, wrong: WRONG_KEY.slice(-40), key: key.slice(-40) }
  const places = { responses: withoutEcho(responses, WRONG_KEY), stdout, stderr, metrics, rows }
  const found = Object.entries(places).flatMap(([where, text]) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.includes(secret))
      .map(([name]) => `${name} in ${where}`),
  )
  for (const [where, text] of Object.entries({ stdout, stderr, metrics })) {
    const header = /Bearer |Key |[Aa]uthorization/.exec(text)
    if (header != null) found.push(`${header[0]} in ${where}`)
    const seed = /S[A-Z2-7]{55}/.exec(text)
    if (seed != null) found.push(`a seed in ${where}`)
  }
  return found
}

/** The 404 and 405 repeat the path to the caller who sent it. */
function withoutEcho(responses: string, sent: string): string {
  return responses.replaceAll(`/${sent}`, '')
}
