import { MAX_PI } from '@aloha-pi/contracts/platform'
import { afterAll, expect, test } from 'vitest'
import { startFakePi } from './fake-pi.ts'
import { TXID } from './pi-payment.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const most = { PAYOUT_CAP: String(MAX_PI), PAYOUT_CLIENT_DAY_CAP: String(MAX_PI) }
const proxy = await startTestProxy(pi.url, { ...most, PAYOUT_DAY_CAP: String(MAX_PI) })
afterAll(async () => {
  await proxy.close()
  await pi.close()
})
const { call } = proxy

const payment = {
  amount: 1,
  memo: 'Payment for product XYZ',
  metadata: { orderId: '12345', productId: 'xyz-001' },
  uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
}
const create = (body: string, headers: Record<string, string> = {}) =>
  call('POST a2u/create', { body, headers })
const createWith = (wish: object) => create(JSON.stringify({ payment: { ...payment, ...wish } }))

test('a valid payout is understood, and refused without a wallet', async () => {
  expect(await createWith({})).toMatchObject({
    status: 503,
    body: { success: false, action: 'create', direction: 'a2u', code: 'payouts_off' },
  })
})

test('P13: a body above 16 kB is 413, one of 16 kB is read', async () => {
  const fill = (bytes: number) => {
    const empty = JSON.stringify({ payment: { ...payment, metadata: { note: '' } } })
    return createWith({ metadata: { note: 'x'.repeat(bytes - empty.length) } })
  }

  expect(await fill(16_384)).toMatchObject({ status: 503 })
  expect(await fill(16_385)).toMatchObject({ status: 413, body: { code: 'payload_too_large' } })
  expect(await fill(200_000)).toMatchObject({ status: 413 })
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded; charset=latin1',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/json; charset=utf-16',
])('P13: a body of type %s is 415', async (contentType) => {
  const response = await create(JSON.stringify({ payment }), { 'content-type': contentType })

  expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
})

test('P13: a payout may be a form: its fields are the same, and unknown ones are refused', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const fields = (change: Record<string, string> = {}) =>
    new URLSearchParams({
      'payment[amount]': '1',
      'payment[memo]': payment.memo,
      'payment[metadata][orderId]': '12345',
      'payment[uid]': payment.uid,
      ...change,
    }).toString()

  expect(await create(fields(), form)).toMatchObject({ status: 503, body: { code: 'payouts_off' } })
  for (const [change, words] of [
    [{ 'payment[amount]': '0' }, 'payment.amount must be more than 0'],
    [{ 'payment[amount]': 'one' }, 'payment.amount must be a number'],
    [{ 'payment[note]': 'x' }, 'note'],
    [{ 'payment[metadata][a][b][c][d][e][f][g]': 'x' }, 'deeper than 8 levels'],
  ] as const) {
    const refused = await create(fields(change), form)
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    expect(refused.body.error).toContain(words)
  }
  const polluted = await create(fields({ '__proto__[admin]': '1' }), form)
  expect(polluted).toMatchObject({ status: 400, body: { code: 'malformed_body' } })
})

test('P13: a compressed body is 415', async () => {
  const response = await create(JSON.stringify({ payment }), { 'content-encoding': 'gzip' })

  expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
})

test.each(['{"payment":', 'null x', "{'a':1}", '{"a":NaN}', '[1,]', '\u0000'])(
  'P13: %j is not JSON: 400',
  async (body) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { code: 'malformed_body' } })
  },
)

const nested = (levels: number): object => (levels === 0 ? {} : { in: nested(levels - 1) })
const wide = (keys: number) =>
  Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, index]))

test('P13: deeper than 8 levels or more than 64 keys is 400', async () => {
  // Two levels and six keys are the payment itself; metadata is the third level.
  expect(await createWith({ metadata: nested(5) })).toMatchObject({ status: 503 })
  const deep = await createWith({ metadata: nested(6) })
  expect(deep).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(deep.body.error).toContain('nests deeper than 8 levels')

  expect(await createWith({ metadata: wide(59) })).toMatchObject({ status: 503 })
  const many = await createWith({ metadata: wide(60) })
  expect(many).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(many.body.error).toContain('more than 64 keys')
})

test.each([
  ['POST a2u/create', { payment, extra: 1 }, 'body must not have "extra"'],
  ['POST a2u/create', { payment: { ...payment, extra: 1 } }, 'payment must not have "extra"'],
  ['POST a2u/create', payment, 'payment must be an object'],
  ['POST a2u/create', { payment: { ...payment, uid: 'bob' } }, 'payment.uid must be a uid'],
  ['POST a2u/create', { payment: { ...payment, memo: 1 } }, 'payment.memo must be a string'],
  [
    'POST a2u/create',
    { payment: { ...payment, metadata: {} } },
    'payment.metadata must not be empty',
  ],
  ['POST u2a/approve/abc', { paymentId: 'abc' }, 'body must not have "paymentId"'],
  ['POST u2a/abort/abc', { reason: 'x' }, 'body must not have "reason"'],
  ['POST u2a/approve/abc', [], 'body must be empty or {}'],
  ['POST u2a/complete/abc', { txid: TXID, more: 1 }, 'body must not have "more"'],
  ['POST u2a/complete/abc', { txid: 7 }, 'txid must be a string'],
  ['POST u2a/complete/abc', { txid: 'ABC' }, 'txid must be 64 lowercase hexadecimal digits'],
])('P13: %s with %j names what is wrong', async (route, body, error) => {
  const response = await call(route, { body: JSON.stringify(body) })

  expect(response).toMatchObject({ status: 400, body: { success: false, code: 'invalid_request' } })
  expect(response.body.error).toContain(error)
  expect(pi.requests).toEqual([])
})

test.each(['{}', null])('a POST that needs no body takes %s', async (body) => {
  const id = pi.havePayment('created')

  expect(await call(`POST u2a/approve/${id}`, { body })).toMatchObject({ status: 200 })
  pi.requests.length = 0
})

test.each(['__proto__', 'constructor', 'prototype'])(
  'P14: metadata with the key %s is data or refused, and changes no prototype',
  async (key) => {
    const metadata = `{"${key}":{"x":"polluted","toString":"polluted"},"ok":1}`
    const body = JSON.stringify({ payment }).replace(JSON.stringify(payment.metadata), metadata)

    const { status } = await create(body)

    expect([400, 503]).toContain(status)
    expect(({} as { x?: unknown }).x).toBeUndefined()
    expect(`${{}}`).toBe('[object Object]')
  },
)

test.each([
  '0',
  '-0',
  '-1',
  '"1"',
  '"3.14"',
  'null',
  'true',
  '[1]',
  '{"n":1}',
  '1e-8',
  '0.00000001',
  '1.12345678',
  '0.30000000000000004',
  '1e15',
  '1e309',
  '-1e309',
  '900719925.1',
  '9007199254740993',
])('P15: the amount %s is refused', async (amount) => {
  const response = await create(
    JSON.stringify({ payment }).replace('"amount":1', `"amount":${amount}`),
  )

  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(response.body.error).toMatch(/^payment\.amount must/)
})

test.each(['NaN', 'Infinity', '0x10', '1.', '.5', '+1', '01'])(
  'P15: the amount %s is not JSON',
  async (amount) => {
    const response = await create(
      JSON.stringify({ payment }).replace('"amount":1', `"amount":${amount}`),
    )

    expect(response).toMatchObject({ status: 400, body: { code: 'malformed_body' } })
  },
)

test.each(['0.0000001', '1e-7', '1', '1.0', '3.14', '0.1234567', String(MAX_PI)])(
  'P15: the amount %s is accepted',
  async (amount) => {
    const body = JSON.stringify({ payment }).replace('"amount":1', `"amount":${amount}`)

    expect(await create(body)).toMatchObject({ status: 503 })
  },
)

test.each(['', 'a'.repeat(256), 'tab\tkey'])('an Idempotency-Key %j is refused', async (key) => {
  const response = await create(JSON.stringify({ payment }), { 'idempotency-key': key })

  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  expect(response.body.error).toContain('idempotency-key must be 1 to 255')
})
