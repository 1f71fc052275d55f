import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startFakePi } from './fake-pi.ts'
import { drip, endless, gzipBomb, json, redirectTo, silent } from './fake-pi-faults.ts'
import { TXID } from './pi-payment.ts'
import { PI_KEY, startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url, { UPSTREAM_TIMEOUT_MS: '1500' })
const canary = await startCanary()
afterAll(async () => {
  await proxy.close()
  await pi.close()
  canary.close()
})
afterEach(() => pi.heal())
const { call } = proxy

/** A host that no one has any reason to call. */
async function startCanary() {
  const urls: string[] = []
  const server = createServer((req, res) => {
    urls.push(`${req.method} ${req.url} ${JSON.stringify(req.headers)}`)
    res.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, urls, close: () => server.close() }
}

test('P9: no URL that Pi sends is ever fetched', async () => {
  const id = pi.havePayment('paid', {
    transaction: { txid: TXID, verified: true, _link: `${canary.url}/link` },
    memo: `${canary.url}/memo`,
    metadata: { callback: `${canary.url}/metadata` },
    webhook: `${canary.url}/webhook`,
  })

  await call(`GET u2a/details/${id}`)
  await call(`POST u2a/complete/${id}/${TXID}`)
  await call(`POST u2a/abort/${id}`)

  expect(canary.urls).toEqual([])
})

test('P9: no URL that a client sends is ever fetched', async () => {
  const payment = {
    amount: 1,
    memo: canary.url,
    metadata: { url: canary.url },
    uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
  }
  const headers = { referer: canary.url, 'x-forwarded-host': canary.url, forwarded: canary.url }
  await call('POST a2u/create', { body: JSON.stringify({ payment }), headers })
  await call(`GET u2a/details/${pi.havePayment('created')}`, { headers })

  expect(canary.urls).toEqual([])
})

test.each([301, 302, 307, 308] as const)(
  'P10: a redirect with %i is not followed, and the key goes nowhere',
  async (status) => {
    const id = pi.havePayment('created')
    const fault = redirectTo(status, `${canary.url}/v2/payments/${id}`)
    pi.fail('read', fault)
    expect(await call(`GET u2a/details/${id}`)).toMatchObject({ status: 502 })
    pi.heal()
    pi.fail('approve', fault)
    expect(await call(`POST u2a/approve/${id}`)).toMatchObject({ status: 502 })

    expect(canary.urls).toEqual([])
    expect(pi.requests.at(-1)?.authorization).toBe(`Key ${PI_KEY}`)
  },
)

/** Peak of this process' memory while something runs, over what it was before. */
async function memoryGrowth(run: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss()
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5)
  await run()
  clearInterval(timer)
  return peak - before
}

const MEGABYTE = 1_000_000
test.each([
  ['a gzip bomb', gzipBomb(), 502],
  ['an endless stream', endless, 502],
  ['one byte after another', drip, 504],
])('P12: %s costs neither time nor memory', async (_, fault, status) => {
  const id = pi.havePayment('created')
  await call(`GET u2a/details/${id}`)
  pi.fail('read', fault)
  const startedAt = performance.now()

  const growth = await memoryGrowth(async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, () => call(`GET u2a/details/${id}`)),
    )
    expect(responses.map((response) => response.status)).toEqual(responses.map(() => status))
  })

  // The fake Pi runs in this process too.
  expect(growth).toBeLessThan(50 * MEGABYTE)
  expect(performance.now() - startedAt).toBeLessThan(10_000)
})

test('P12: a response of 256 kB is read, a larger one is not', async () => {
  const id = pi.havePayment('created')
  const base = JSON.stringify(pi.payments.get(id)).length
  const pad = (bytes: number) =>
    pi.fail('read', (res, payment) =>
      json(res, 200, {
        ...(payment as object),
        pad: 'x'.repeat(bytes - base - '"pad":"",'.length),
      }),
    )

  pad(262_144)
  expect(await call(`GET u2a/details/${id}`)).toMatchObject({ status: 200 })
  pad(262_145)
  expect(await call(`GET u2a/details/${id}`)).toMatchObject({ status: 502 })
})

test('P12: no more than 64 sockets are open to Pi, however many wait', async () => {
  const id = pi.havePayment('created')
  pi.fail('read', silent)

  const waiting = Array.from({ length: 200 }, () => call(`GET u2a/details/${id}`))
  const responses = await Promise.all(waiting)

  expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 504))
  expect(pi.mostSockets()).toBeLessThanOrEqual(64)
  expect(pi.mostSockets()).toBeGreaterThan(32)
})
