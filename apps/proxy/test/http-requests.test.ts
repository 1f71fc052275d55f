import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url)
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
const { call } = proxy

/** A request whose path goes out as it is: fetch would tidy it up. */
async function sendPath(method: string, path: string, headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(proxy.url)
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
  const authorization = `Bearer ${DEVELOPMENT_KEY}`
  request({ hostname, port, method, path, headers: { authorization, ...headers } }, (res) => {
    text(res).then((body) => resolve({ status: res.statusCode!, body }), reject)
  })
    .on('error', reject)
    .end()
  return promise
}

test.each([
  '..%2Fme',
  '..%2fme',
  '%2e%2e',
  '%2E%2E%2Fpayments',
  'a%3Fb=1',
  'a%23b',
  'a%2Fb',
  'a%5Cb',
  'a%00b',
  'a%0d%0aHost:%20evil',
  'a%20b',
  '%C3%A9',
  '%F0%9F%92%B0',
  '%zz',
  '%',
  'a'.repeat(65),
  'a'.repeat(10_000),
])('P8: the payment id %s never reaches Pi', async (id) => {
  for (const [method, action] of [
    ['POST', 'u2a/approve'],
    ['POST', 'u2a/complete'],
    ['POST', 'u2a/abort'],
    ['GET', 'u2a/details'],
    ['GET', 'a2u/details'],
    ['POST', 'a2u/cancel'],
  ] as const) {
    const response = await sendPath(method, `/v1/transaction/${action}/${id}`)
    const { success, code, error } = JSON.parse(response.body)
    expect([action, response.status, success, code]).toEqual([
      action,
      400,
      false,
      'invalid_request',
    ])
    expect(error).toMatch(/^(piPayId must be|The path has)/)
  }
  expect(pi.requests).toEqual([])
})

test.each(['../me', 'a/b/c', './../../../v2/me'])(
  'P8: the raw path %s never reaches Pi',
  async (tail) => {
    for (const action of ['u2a/approve', 'u2a/complete', 'u2a/abort']) {
      const { status, body } = await sendPath('POST', `/v1/transaction/${action}/${tail}`)
      expect([400, 404]).toContain(status)
      expect(JSON.parse(body)).toMatchObject({ success: false })
    }
    expect(pi.requests).toEqual([])
  },
)

test('P8: a txid in the path is 64 lowercase hexadecimal digits or a 400 that says so', async () => {
  for (const txid of ['..%2Fme', 'A'.repeat(64), 'a'.repeat(63), `${'a'.repeat(64)}%00`]) {
    const { status, body } = await sendPath('POST', `/v1/transaction/u2a/complete/abc/${txid}`)
    expect(status).toBe(400)
    expect(JSON.parse(body).error).toBe('piTxId must be 64 lowercase hexadecimal digits')
  }
  expect(pi.requests).toEqual([])
})

test.each(['TRACE', 'PUT', 'PATCH', 'DELETE', 'GET', 'PROPFIND', 'QUERY'])(
  'P20: %s on a route for POST is 405 and names what is allowed',
  async (method) => {
    const { status, body } = await sendPath(method, '/v1/transaction/u2a/approve/abc')

    expect(status).toBe(405)
    expect(JSON.parse(body)).toMatchObject({
      success: false,
      action: 'approve',
      direction: 'u2a',
      code: 'method_not_allowed',
    })
  },
)

test('P20: the allowed methods are in the Allow header', async () => {
  expect((await call('PUT u2a/approve/abc')).headers.get('allow')).toBe('POST')
  expect((await call('POST u2a/details/abc')).headers.get('allow')).toBe('GET, HEAD')
})

test('P20: no header and no parameter overrides the method', async () => {
  const id = pi.havePayment('created')
  for (const header of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
    const path = `/v1/transaction/u2a/approve/${id}?_method=POST`
    expect(await sendPath('GET', path, { [header]: 'POST' })).toMatchObject({ status: 405 })
  }
  expect(pi.requests).toEqual([])
})

test('P20: paths are case-sensitive', async () => {
  const id = pi.havePayment('created')

  expect(await sendPath('GET', `/V1/transaction/u2a/details/${id}`)).toMatchObject({ status: 404 })
  expect(await sendPath('GET', `/v1/transaction/u2a/details/${id}`)).toMatchObject({ status: 200 })
})

test.each([
  ['/v1/transaction/u2a/nonsense/abc', { direction: 'u2a' }],
  ['/v1/transaction/a2u', { direction: 'a2u' }],
  ['/v1/transaction/u2a/create', { direction: 'u2a' }],
  ['/v1/transaction/u2a/approve', { direction: 'u2a', action: 'approve' }],
  ['/v1/transaction/u2x/approve/abc', {}],
  ['/v1/nothing', {}],
  ['/', {}],
])('an unknown route %s is a 404 that says what of it was understood', async (path, understood) => {
  const { status, body } = await sendPath('POST', path)

  const { action, direction, ...rest } = JSON.parse(body)
  expect(status).toBe(404)
  expect(rest).toEqual({
    success: false,
    error: `There is no route POST ${path}`,
    code: 'route_not_found',
    request_id: expect.any(String),
  })
  expect({ action, direction }).toEqual({ action: undefined, direction: undefined, ...understood })
})

test('P33: no response lets a foreign web page read it, and a preflight gets nothing', async () => {
  const id = pi.havePayment('created')
  const origin = { origin: 'https://evil.example' }
  const preflight = {
    ...origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  }

  const responses = await Promise.all([
    call(`GET u2a/details/${id}`, { headers: origin }),
    call(`POST u2a/approve/${id}`, { headers: origin }),
    call(`POST u2a/approve/${id}`, { headers: origin, key: null }),
    call(`OPTIONS u2a/approve/${id}`, { headers: preflight, key: null }),
    call('OPTIONS a2u/create', { headers: preflight, key: null }),
  ])

  for (const { headers } of responses) {
    const names = [...headers.keys()].filter((name) => name.startsWith('access-control-'))
    expect(names).toEqual([])
  }
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 401, 405, 405])
})

test.each(['order-42_x', 'a'.repeat(64)])("a caller's request id %s is kept", async (id) => {
  const response = await call('GET u2a/details/Unknown', { headers: { 'x-request-id': id } })

  expect([response.headers.get('x-request-id'), response.body.request_id]).toEqual([id, id])
})

test.each(['a'.repeat(65), 'has space', '"quoted"', '{"level":"fatal"}', 'a, b'])(
  "a caller's request id %s is replaced",
  async (id) => {
    const response = await call('GET u2a/details/Unknown', { headers: { 'x-request-id': id } })

    expect(response.body.request_id).toMatch(/^[0-9a-f-]{36}$/)
    expect(response.headers.get('x-request-id')).toBe(response.body.request_id)
  },
)
