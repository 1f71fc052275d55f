import { afterEach, expect, test, vi } from 'vitest'
import { failureOf } from './failure-of.ts'
import { API_KEY, startPi } from './start-pi.ts'
import { PAYMENT_ID, TXID, UID, wirePayment } from './wire-payment.ts'
import { fillPath } from '../src/request/check-arguments.ts'
import {
  InvalidArgumentError,
  createPiClient,
  type PiClient,
  type PiClientOptions,
} from '../src/index.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

// Callers without types reach the client too.
type Untyped = (...args: unknown[]) => Promise<unknown>
const untyped = (method: unknown) => method as Untyped

const newPayment = { amount: 3.14, memo: 'One coffee', metadata: { orderId: '12345' }, uid: UID }
const cyclic: Record<string, unknown> = {}
cyclic['self'] = cyclic

const badIds = ['', '.', '..', '../me', '%2e%2e', 'a/b', 'a?b', 'a#b', 'a b', 'ü', '\0', undefined]
const badIdCalls = (['get', 'approve', 'cancel', 'complete'] as const).flatMap((method) =>
  [...badIds, 'x'.repeat(65), 7, null].map((id) => [method, id] as const),
)

test.each(badIdCalls)('P8: payments.%s refuses the id %j', async (method, id) => {
  const { pi, requests } = await startPi({ status: 200, body: wirePayment() })
  const error = await failureOf(untyped(pi.payments[method])(id, TXID))
  expect(error).toMatchObject({ name: 'InvalidArgumentError', field: 'paymentId' })
  expect(requests).toEqual([])
})

type Bad = [what: string, call: (pi: PiClient) => Promise<unknown>, field: string, rule: string]
const create = (changes: object) => (pi: PiClient) =>
  untyped(pi.payments.create)({ ...newPayment, ...changes })
const notification = { title: 'Hello', body: 'Ready', user_uid: UID, subroute: '/o/1' }
const notify = (changes: object) => (pi: PiClient) =>
  untyped(pi.notifications.notify)([{ ...notification, ...changes }])
const prototypeKey = (inner: string) => JSON.parse(inner.replace('PROTO', '{"__proto__":{"x":1}}'))
const noPrototype = 'must not have a key "__proto__"'
const decimals = 'must have at most 7 decimals'

test.each<Bad>([
  ['amount 0', create({ amount: 0 }), 'amount', 'must be more than 0'],
  ['amount -1', create({ amount: -1 }), 'amount', 'must not be negative'],
  ['amount NaN', create({ amount: NaN }), 'amount', 'must be a number, or a decimal string'],
  ['amount 0.1 + 0.2', create({ amount: 0.1 + 0.2 }), 'amount', decimals],
  ['amount 1e-8', create({ amount: 1e-8 }), 'amount', decimals],
  ['amount "1e3"', create({ amount: '1e3' }), 'amount', 'must be a decimal number'],
  ['amount 1e15', create({ amount: 1e15 }), 'amount', 'must be at most 536870912 Pi'],
  [
    'a bigint amount',
    create({ amount: 1n }),
    'payment',
    'must contain only values that JSON supports',
  ],
  ['no memo', create({ memo: undefined }), 'memo', 'must be a string'],
  ['metadata {}', create({ metadata: {} }), 'metadata', 'must not be empty'],
  ['metadata that JSON empties', create({ metadata: { a: undefined } }), 'metadata', 'empty'],
  ['no metadata', create({ metadata: undefined }), 'metadata', 'must be an object'],
  [
    'cyclic metadata',
    create({ metadata: cyclic }),
    'payment',
    'must contain only values that JSON',
  ],
  ['metadata of __proto__', create({ metadata: prototypeKey('PROTO') }), 'metadata', noPrototype],
  [
    'metadata with __proto__ inside',
    create({ metadata: prototypeKey('{"a":[PROTO]}') }),
    'metadata.a.0',
    noPrototype,
  ],
  ['a uid that is none', create({ uid: 'alice' }), 'uid', 'must be a uid like'],
  ['no payment', (pi) => untyped(pi.payments.create)(), 'payment', 'must be an object'],
  [
    'a txid in capitals',
    (pi) => pi.payments.complete(PAYMENT_ID, TXID.toUpperCase()),
    'txid',
    'must be 64 lowercase hexadecimal digits',
  ],
  ['no txid', (pi) => untyped(pi.payments.complete)(PAYMENT_ID), 'txid', 'is required'],
  ['an ad id with a path', (pi) => pi.ads.status('../me'), 'adId', 'must be 1 to 128 letters'],
  ['no notification', (pi) => pi.notifications.notify([]), 'notifications', 'at least one'],
  [
    '257 notifications',
    (pi) => pi.notifications.notify(Array.from({ length: 257 }, () => notification)),
    'notifications',
    'Maximum 256',
  ],
  ['an empty title', notify({ title: '' }), 'notifications.0.title', 'must not be empty'],
  [
    'a full URL',
    notify({ subroute: 'http://x' }),
    'notifications.0.subroute',
    'must begin with "/"',
  ],
  ['an empty token', (pi) => pi.me(''), 'accessToken', 'must be a string that is not empty'],
  ['no token', (pi) => untyped(pi.me)(), 'accessToken', 'must be a string that is not empty'],
  ['a token with its scheme', (pi) => pi.me('Bearer abc'), 'accessToken', 'without spaces'],
  ['a token with a line break', (pi) => pi.me('abc\r\nx: y'), 'accessToken', 'without spaces'],
  ['timeoutMs 0', (pi) => pi.payments.incomplete({ timeoutMs: 0 }), 'timeoutMs', 'from 1 to'],
  ['an endless timeout', (pi) => pi.me('abc', { timeoutMs: 2 ** 31 }), 'timeoutMs', 'from 1 to'],
  ['a bad signal', (pi) => untyped(pi.me)('abc', { signal: {} }), 'signal', 'an AbortSignal'],
])('%s is refused before anything is sent', async (_, call, field, rule) => {
  const { pi, requests } = await startPi({ status: 200, body: wirePayment() })
  const error = await failureOf(call(pi))
  expect(error).toMatchObject({ name: 'InvalidArgumentError', field, outcomeUnknown: false })
  expect(error.message).toContain(`${field}: `)
  expect(error.message).toContain(rule)
  expect(error.message).toMatch(/[^.]\. Nothing was sent\.$/)
  expect(requests).toEqual([])
})

test('an id that a wider schema lets through is encoded, and dots are refused', () => {
  expect(fillPath('/a/:id/b', { id: '../a?b#c' })).toBe('/a/..%2Fa%3Fb%23c/b')
  expect(fillPath('/a/:id/:other?', { id: 'x' })).toBe('/a/x')
  for (const id of ['', '.', '..']) {
    expect(() => fillPath('/a/:id', { id })).toThrow('id: must not be empty, "." or ".."')
  }
})

test('without an API key only `me` is served', async () => {
  const { url, requests } = await startPi({ status: 200, body: { uid: UID } })
  const pi = createPiClient({ baseUrl: url })
  expect(await pi.me('some-access-token')).toEqual({ uid: UID })
  expect(await failureOf(pi.payments.get(PAYMENT_ID))).toMatchObject({
    field: 'apiKey',
    rule: 'is required for GET /v2/payments/:paymentId',
  })
  expect(requests).toHaveLength(1)
})

const badOptions: [what: string, options: object, field: string][] = [
  ['an empty key', { apiKey: '' }, 'apiKey'],
  ['a key with its scheme', { apiKey: `Key ${API_KEY}` }, 'apiKey'],
  ['a key with a line break', { apiKey: `${API_KEY}\n` }, 'apiKey'],
  ['a key that is not text', { apiKey: 7 }, 'apiKey'],
  ['a URL without scheme', { baseUrl: 'api.minepi.com' }, 'baseUrl'],
  ['another scheme', { baseUrl: 'file:///v2' }, 'baseUrl'],
  ['another path', { baseUrl: 'https://api.minepi.com/v1' }, 'baseUrl'],
  ['/v2 twice', { baseUrl: 'https://api.minepi.com/v2/v2' }, 'baseUrl'],
  ['a query', { baseUrl: 'https://api.minepi.com?x=1' }, 'baseUrl'],
  ['a fragment', { baseUrl: 'https://api.minepi.com#x' }, 'baseUrl'],
  ['credentials in the URL', { baseUrl: 'https://u:p@api.minepi.com' }, 'baseUrl'],
  ['a fetch that is none', { fetch: 'fetch' }, 'fetch'],
  ['a negative timeout', { timeoutMs: -1 }, 'timeoutMs'],
  ['a timeout as text', { timeoutMs: '5' }, 'timeoutMs'],
  ['a limit of 0', { maxResponseBytes: 0 }, 'maxResponseBytes'],
  ['no limit', { maxResponseBytes: Infinity }, 'maxResponseBytes'],
]

test.each(badOptions)('%s is refused when the client is made', (_, options, field) => {
  const make = () => createPiClient(options as PiClientOptions)
  expect(make).toThrow(InvalidArgumentError)
  expect(make).toThrow(`${field}: `)
})

test('a server key is refused in a browser, a client without one is not', () => {
  vi.stubGlobal('window', { document: {} })
  expect(() => createPiClient({ apiKey: API_KEY })).toThrow('apiKey: must not be in a browser')
  expect(createPiClient()).toHaveProperty('me')
  vi.stubGlobal('window', {})
  expect(createPiClient({ apiKey: API_KEY })).toHaveProperty('payments')
})
