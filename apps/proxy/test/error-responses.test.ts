import { DrizzleQueryError } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { UnavailableError } from '../src/telemetry/unavailable-error.ts'
import { startTestApp } from './start-test-app.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const app of running.splice(0)) await app.close()
})
type Wish = Parameters<typeof startTestApp>[0]
async function start(wish: Wish) {
  const app = await startTestApp(wish)
  running.push(app)
  return app
}

const SECRET = 'canary-secret'
const fault = () =>
  new Error(`${SECRET} at /srv/app/src/app.ts:1`, { cause: new Error(`deeper ${SECRET}`) })
const queryFault = () =>
  new DrizzleQueryError(
    `select "digest" from "api_key" where "key_id" = $1 ${SECRET}`,
    [SECRET],
    Object.assign(new Error('terminating connection'), { code: '57P01' }),
  )
const uid = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const payout = JSON.stringify({ payment: { amount: 1, memo: '', metadata: { a: 1 }, uid } })
const payments = (newError: () => Error) => {
  const reject = async () => {
    throw newError()
  }
  return { act: reject, details: reject }
}

const payouts = (newError: () => Error) => {
  const reject = async () => {
    throw newError()
  }
  return { create: reject, cancel: reject, incomplete: reject, details: reject }
}

/** Every way to an error that does not need a Pi or a database, and the settings that it takes. */
const paths: [route: string, init: RequestInit & { key?: string | null }, wish?: Wish][] = [
  ['POST u2a/approve/abc', { key: null }],
  ['POST u2a/approve/abc', { key: '../../etc/passwd' }],
  ['POST u2a/approve/abc', { key: 'alice', body: '{' }],
  ['POST u2a/approve/abc', { key: 'alice', body: '[1]' }],
  ['POST u2a/approve/abc', { key: 'alice', body: '{"__proto__":1}' }],
  ['POST u2a/approve/abc', { key: 'alice', body: '{"a":'.repeat(20) + '1' + '}'.repeat(20) }],
  ['POST u2a/approve/abc', { key: 'alice', body: 'x'.repeat(20_000) }],
  ['POST u2a/approve/abc', { key: 'alice', body: 'a=b', headers: { 'content-type': 'text/x' } }],
  ['POST u2a/approve/abc', { key: 'alice', body: '{}', headers: { 'content-encoding': 'br' } }],
  ['POST u2a/approve/%2e%2e%2f', { key: 'alice' }],
  ['POST u2a/approve/%ff', { key: 'alice' }],
  ['POST u2a/approve/', { key: 'alice' }],
  ['POST u2a/approve/abc', { key: 'alice' }],
  ['POST u2a/complete/abc', { key: 'alice' }],
  ['POST u2a/complete/abc/xyz', { key: 'alice' }],
  ['POST u2a/complete/abc', { key: 'alice', body: '{"txid":1}' }],
  ['POST u2a/complete/abc', { key: 'alice', body: `{"txid":"${'f'.repeat(64)}","x":1}` }],
  ['POST u2a/abort/abc', { key: 'alice' }],
  ['GET u2a/details/abc', { key: null }],
  ['GET u2a/details/abc', { key: 'bad/key' }],
  ['GET u2a/details/abc', { key: null }, { settings: { publicDetails: false } }],
  ['GET u2a/details/a%00b', { key: null }],
  ['PUT u2a/approve/abc', { key: 'alice' }],
  ['DELETE u2a/details/abc', { key: 'alice' }],
  ['OPTIONS u2a/details/abc', { key: 'alice' }],
  ['GET u2a/unknown/abc', { key: 'alice' }],
  ['GET ../../../etc/passwd', { key: 'alice' }],
  ['POST a2u/create', { key: 'alice' }],
  ['POST a2u/create', { key: 'alice', body: '{"payment":{}}' }],
  ['POST a2u/create', { key: 'alice', body: '{"payment":{"amount":-1}}' }],
  ['POST a2u/cancel/abc', { key: 'alice' }],
  ['GET a2u/incomplete', { key: 'alice' }, { payouts: payouts(queryFault) }],
  ['POST a2u/cancel/abc', { key: 'alice' }, { payouts: payouts(fault) }],
  ['POST a2u/create', { key: 'alice', body: payout }, { payouts: payouts(queryFault) }],
  ['GET a2u/details/abc', { key: null }],
  ['POST u2a/approve/abc', { key: 'alice' }, { payments: payments(fault) }],
  ['POST u2a/complete/abc/' + 'a'.repeat(64), { key: 'alice' }, { payments: payments(fault) }],
  ['POST u2a/abort/abc', { key: 'alice' }, { payments: payments(queryFault) }],
  ['GET u2a/details/abc', { key: null }, { payments: payments(fault) }],
  ['GET u2a/details/abc', { key: null }, { payments: payments(queryFault) }],
  ['GET u2a/details/abc', { key: 'alice' }, { authenticate: () => Promise.reject(queryFault()) }],
  ['GET u2a/details/abc', { key: 'alice' }, { authenticate: () => Promise.reject(fault()) }],
  ['GET a2u/details/abc', { key: null }, { payouts: payouts(() => new UnavailableError(SECRET)) }],
]

const leaks =
  /canary|\bat .*:\d+|node_modules|\/src\/|\.ts\b|select |from "|stack|express|<html|57P01/i

test('P21: forty ways to an error, and each shows only its code and request id', async () => {
  expect(paths.length).toBeGreaterThanOrEqual(40)
  for (const [route, init, wish] of paths) {
    const { call, close } = await startTestApp(wish)
    const { status, headers, body } = await call(route, init)
    await close()

    const where = `${route} ${JSON.stringify(init)}`
    expect([where, status >= 400, body?.success, typeof body?.code, body?.request_id]).toEqual([
      where,
      true,
      false,
      'string',
      'request-of-the-test',
    ])
    expect(JSON.stringify(body)).not.toMatch(leaks)
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    for (const name of ['x-powered-by', 'server', 'etag']) expect(headers.get(name)).toBeNull()
  }
})

test('a fault is a 500 without detail, and the log has it under the same request id', async () => {
  const { call, lines } = await start({ payments: payments(fault) })

  const response = await call('GET u2a/details/abc', { key: null })

  expect(response).toMatchObject({ status: 500, body: { code: 'internal_error' } })
  expect(response.body.error).toBe('Internal error')
  const logged = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'fault')
  expect(logged).toMatchObject({ level: 'error', request_id: response.body.request_id })
  expect(logged.fault.stack).toContain('error-responses.test.ts')
})

test('a database that does not respond is 503 with Retry-After, and no SQL reaches the log', async () => {
  const { call, lines } = await start({ payments: payments(queryFault) })

  const response = await call('POST u2a/approve/abc', { key: 'alice' })

  expect(response).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(response.body.error).toContain('is unknown; repeating the same call is safe')
  expect(lines.join('')).toContain('57P01')
  expect(lines.join('')).not.toMatch(/select |canary/)
})

test('P28: whatever a caller sends, each log line is one JSON object', async () => {
  const { call, lines } = await start({})
  const evil = 'x\n{"level":"fatal","msg":"forged"}\r\n'
  await call(`GET u2a/details/${encodeURIComponent(evil)}`, { key: null })
  await call(`GET ${encodeURIComponent(evil)}`, { key: null })
  await call('POST a2u/create', { key: 'alice', body: JSON.stringify({ payment: { memo: evil } }) })
  await call('POST u2a/approve/abc', {
    key: 'alice',
    headers: { 'user-agent': '{"level":"fatal"}' },
  })

  const parsed = lines.map((line) => JSON.parse(line))
  expect(parsed).toHaveLength(4)
  for (const [index, line] of parsed.entries()) {
    expect(lines[index]!.trimEnd()).not.toContain('\n')
    expect(line).toMatchObject({ level: 'info', msg: 'request', method: expect.any(String) })
  }
  expect(lines.join('')).not.toContain('forged')
})

test('an access line names the request and nothing else', async () => {
  const { call, lines } = await start({})

  await call('POST u2a/approve/abc', { key: 'alice' })

  expect(JSON.parse(lines[0]!)).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    request_id: 'request-of-the-test',
    method: 'POST',
    route: '/v1/transaction/u2a/approve/:piPayId',
    status: 404,
    ms: expect.any(Number),
    client_id: 'alice',
    key_id: 'alice',
    payment_id: 'abc',
    code: 'payment_not_found',
    msg: 'request',
  })
})
