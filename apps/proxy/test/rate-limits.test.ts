import { afterEach, expect, test } from 'vitest'
import { createRateLimit, type RateLimit } from '../src/http/rate-limit.ts'
import { startTestApp } from './start-test-app.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const app of running.splice(0)) await app.close()
})

type Limits = { perAddress?: RateLimit; perKey?: RateLimit; anonymous?: RateLimit }
async function startWith(limits: Limits, settings: { trustProxy?: number } = {}) {
  const most = createRateLimit(1_000_000)
  const app = await startTestApp({
    limits: { perAddress: most, perKey: most, anonymous: most, ...limits },
    settings,
  })
  running.push(app)
  /** Status of `times` calls, one after another. */
  const ask = async (times: number, init: Parameters<typeof app.call>[1] = {}) => {
    const statuses = []
    for (let index = 0; index < times; index += 1) {
      statuses.push((await app.call('GET u2a/details/abc', init)).status)
    }
    return statuses
  }
  return { ...app, ask }
}
const forwarded = (addresses: string) => ({ 'x-forwarded-for': addresses })

test('P17: a thousand made-up X-Forwarded-For addresses buy nothing', async () => {
  const { ask } = await startWith({ perAddress: createRateLimit(20) })

  const statuses = new Map<number, number>()
  for (let index = 0; index < 1000; index += 1) {
    const headers = forwarded(`10.${index >> 8}.${index & 255}.1`)
    const [status = 0] = await ask(1, { key: null, headers })
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
  }

  expect(Object.fromEntries(statuses)).toEqual({ 404: 20, 429: 980 })
})

test('P17: each key has its own count, and so has an address without a key', async () => {
  const { ask } = await startWith({ perKey: createRateLimit(3), anonymous: createRateLimit(2) })

  expect(await ask(3, { key: null })).toEqual([404, 404, 429])
  expect(await ask(4, { key: 'alice' })).toEqual([404, 404, 404, 429])
  expect(await ask(4, { key: 'bob' })).toEqual([404, 404, 404, 429])
})

test('P17: 429 says when to come back, and nothing is done', async () => {
  const { call, ask } = await startWith({ perKey: createRateLimit(1) })
  await ask(1, { key: 'alice' })

  // The body is not even looked at.
  const limited = await call('POST a2u/create', { key: 'alice', body: '{"broken' })

  expect(limited).toMatchObject({
    status: 429,
    body: { success: false, action: 'create', direction: 'a2u', code: 'rate_limited' },
  })
  const seconds = Number(limited.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(limited.body.error).toContain(`${seconds} s`)
})

test('P17: wrong keys are counted by address, before any key is looked up', async () => {
  const { ask } = await startWith({ perAddress: createRateLimit(2) })

  expect(await ask(3, { key: 'not/a/key' })).toEqual([401, 401, 429])
})

test('P17: behind one proxy the last hop counts, whatever is before it', async () => {
  const { ask } = await startWith({ perAddress: createRateLimit(2) }, { trustProxy: 1 })

  expect(await ask(1, { headers: forwarded('203.0.113.7') })).toEqual([404])
  expect(await ask(1, { headers: forwarded('1.1.1.1, 203.0.113.7') })).toEqual([404])
  expect(await ask(1, { headers: forwarded('2.2.2.2, 203.0.113.7') })).toEqual([429])
  expect(await ask(1, { headers: forwarded('203.0.113.8') })).toEqual([404])
})

test('health is asked as often as anybody likes', async () => {
  const { url } = await startWith({ perAddress: createRateLimit(1) })

  for (let index = 0; index < 5; index += 1) {
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
  }
})

test.each(['perAddress', 'perKey', 'anonymous'] as const)(
  'P31: a limiter that does not count lets no one in (%s)',
  async (name) => {
    const broken: RateLimit = () => Promise.reject(new Error('no connection to the counter'))
    const { call, lines } = await startWith({ [name]: broken })

    const response = await call('GET u2a/details/abc', {
      key: name === 'anonymous' ? null : 'alice',
    })

    expect(response).toMatchObject({ status: 503, body: { success: false, code: 'unavailable' } })
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(JSON.stringify(response.body)).not.toContain('counter')
    expect(lines.join('')).toContain('no connection to the counter')
  },
)

test('a limit lets so many through and says when to come back', async () => {
  const limit = createRateLimit(2)

  expect(await limit('a')).toEqual({ ok: true })
  expect(await limit('a')).toEqual({ ok: true })
  expect(await limit('a')).toEqual({ ok: false, retryAfterSeconds: 60 })
  expect(await limit('b')).toEqual({ ok: true })
})
