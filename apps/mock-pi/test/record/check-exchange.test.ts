import { wireExchanges } from '@aloha-pi/contracts/fixtures'
import { paymentSchema } from '@aloha-pi/contracts/platform'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { checkExchange, type PassedExchange } from '../../src/record/check-exchange.ts'
import { compareShape } from '../../src/record/compare-shape.ts'
import { haveExchange, passedOf, payment } from './have-exchange.ts'

/** Differences as `part: place: kind: expected: found`. */
function differencesOf(changes: Partial<PassedExchange>): string[] {
  return checkExchange(haveExchange(changes)).differences.map(
    ({ part, place, kind, expected, found }) => [part, place, kind, expected, found].join(': '),
  )
}
const withBody = (value: unknown, changes: Partial<PassedExchange> = {}) =>
  differencesOf({ responseBody: { kind: 'json', value }, ...changes })

test('a response of Pi as the contract has it makes no difference', () => {
  expect(differencesOf({})).toEqual([])
})

const whole = wireExchanges.filter(
  ({ request, response, legacy }) => request != null && response != null && legacy == null,
)
test.each(whole.map((each) => [each.name, each] as const))(
  'the recorded exchange %s is as the contract says',
  (_, exchange) => {
    const passed = passedOf(exchange)
    const { operationName, differences } = checkExchange(passed)
    expect(operationName).toBe(exchange.operation)
    // A refused request may well break the contract.
    const ofResponse = differences.filter(({ part }) => passed.status < 400 || part !== 'request')
    expect(ofResponse).toEqual([])
  },
)

test.each([
  ['an extra member', { frozen: true }, 'body.frozen: extra member: nothing: boolean'],
  [
    'an extra object, whose inside is not shown',
    { risk: { alice: 3 } },
    'body.risk: extra member: nothing: object',
  ],
  ['a missing member', { memo: undefined }, 'body.memo: missing member: string: nothing'],
  ['null', { memo: null }, 'body.memo: wrong type: string: null'],
  ['a text instead of a number', { amount: '1' }, 'body.amount: wrong type: number: string'],
  [
    'an unknown choice',
    { direction: 'both' },
    'body.direction: other value: "user_to_app" or "app_to_user": another string',
  ],
  [
    'an id of another form',
    { identifier: 'a b' },
    'body.identifier: other form: string PaymentId: string of another form',
  ],
  [
    'a list instead of an object',
    { status: [] },
    'body.status: wrong type: object PaymentStatus: array',
  ],
  [
    'a wrong type deep inside',
    { transaction: { txid: 1, verified: true, _link: '' } },
    'body.transaction.txid: wrong type: string Txid: number',
  ],
])('%s is a difference by name and type', (_, change, expected) => {
  const value = JSON.parse(JSON.stringify(payment(change)))
  expect(withBody(value)).toEqual([`response 200: ${expected}`])
})

test.each(['RKo9DyyzYmmnq4roS1infxy1qc4m', 'k3y', 'alice smith', '__proto__', 'a'.repeat(30)])(
  'the extra member %j may be data, so its name is not shown',
  (name) => {
    const value = JSON.parse(`{${JSON.stringify(name)}:1,${JSON.stringify(payment()).slice(1)}`)
    expect(withBody(value)).toEqual([
      'response 200: body.(a name that may be data): extra member: nothing: number',
    ])
  },
)

test('a name that is also a value of the exchange is not shown', () => {
  expect(withBody(payment({ alice: 1, memo: 'Alice' }))).toEqual([
    'response 200: body.(a name that may be data): extra member: nothing: number',
  ])
})

test('metadata is data: any name and any value is right', () => {
  expect(withBody(payment({ metadata: { secret_name: { deep: ['x'] } } }))).toEqual([])
})

test.each([
  ['payment_not_found', 404, []],
  [
    'too_many_payments',
    400,
    ['body.error: error name: an error name of this operation: too_many_payments'],
  ],
  [
    'wallet_frozen_for_alice',
    400,
    ['body.error: error name: an error name of the contract: an unknown error name'],
  ],
  ['Invalid/missing API key', 401, []],
])('the error name %s', (error, status, expected) => {
  expect(withBody({ error, error_message: 'secret' }, { status })).toEqual(
    expected.map((each) => `response ${status}: ${each}`),
  )
})

test('the sentences of notifications are known without their values', () => {
  const exchange = (error: string, status: number) =>
    withBody(
      { error },
      { method: 'POST', url: '/v2/in_app_notifications/notify', status, requestBody: NOTIFY },
    )
  expect(exchange('Notification quota exceeded for users: alice', 403)).toEqual([])
  expect(exchange('Something new about alice', 403)).toEqual([
    'response 403: body.error: error name: an error name of the contract: an unknown error name',
  ])
})
const NOTIFY = {
  kind: 'json',
  value: {
    notifications: [
      { title: 'a', body: 'b', user_uid: 'a1111111-aaaa-4bbb-8222-ccccccc3333d', subroute: '/' },
    ],
  },
} as const

test.each([
  [{ kind: 'HTML' }, 'body: body: JSON: HTML'],
  [{ kind: 'empty' }, 'body: body: JSON: empty'],
  [{ kind: 'text' }, 'body: body: JSON: text'],
  [{ kind: 'broken JSON' }, 'body: body: JSON: broken JSON'],
  [{ kind: 'json', value: [] }, 'body: wrong type: object Payment: array'],
] as const)('a response that is %j', (responseBody, expected) => {
  expect(differencesOf({ responseBody })).toEqual([`response 200: ${expected}`])
})

test('a body where the contract has none', () => {
  const me = { url: '/v2/me', credential: 'Bearer', status: 401 } as const
  expect(differencesOf({ ...me, responseBody: { kind: 'empty' } })).toEqual([])
  expect(withBody({ error: 'missing_scope' }, me)[0]).toBe('response 401: body: body: empty: JSON')
})

test('an undeclared status is compared with the other refusals', () => {
  expect(withBody({ code: 1 }, { status: 429 })).toEqual([
    'response 429: status: undeclared status: 200, 400, 401, 403, 404, 413, 415, 500: 429',
    'response 429: body.error: missing member: string: nothing',
    'response 429: body.code: extra member: nothing: number',
  ])
})

test.each([
  [{}, 'header content-type: header: application/json: nothing'],
  [
    { 'content-type': 'application/hal+json' },
    'header content-type: header: application/json: application/hal+json',
  ],
  [
    { 'content-type': 'application/x-alice+json' },
    'header content-type: header: application/json: another media type',
  ],
  [
    { 'content-type': 'application/json', 'x-ratelimit-remaining': '3' },
    'header x-ratelimit-remaining: header: nothing: a value',
  ],
  [
    { 'content-type': 'application/json', 'x-uid-123': '3' },
    'header (a name that may be data): header: nothing: a value',
  ],
])('the headers %j', (responseHeaders, expected) => {
  expect(differencesOf({ responseHeaders })).toEqual([`response 200: ${expected}`])
})

test('headers of web servers and known ones make no difference', () => {
  const responseHeaders = {
    'content-type': 'application/json',
    'x-request-id': 'abc',
    'cf-ray': '1',
    'set-cookie': ['a=b'],
    server: 'x',
  }
  expect(differencesOf({ responseHeaders })).toEqual([])
})

test.each([
  ['none', 'request: header authorization: credential: Key: none'],
  ['Bearer', 'request: header authorization: credential: Key: Bearer'],
  ['another scheme', 'request: header authorization: credential: Key: another scheme'],
] as const)('the credential %s where a key belongs', (credential, expected) => {
  expect(differencesOf({ credential })).toEqual([expected])
})

test('a request is compared too: path, query, body', () => {
  expect(differencesOf({ url: '/v2/payments/%20%20' })).toEqual([
    'request: path.paymentId: other form: string PaymentId: string of another form',
  ])
  const ledgers = { url: '/ledgers?limit=many&color=red', credential: 'none', status: 400 } as const
  const found = differencesOf({ ...ledgers, responseBody: { kind: 'empty' } })
  expect(found).toContain('request: query.limit: other form: string: string of another form')
  expect(found).toContain('request: query.color: extra member: nothing: string')
  const create = { method: 'POST', url: '/v2/payments' }
  expect(
    differencesOf({ ...create, requestBody: { kind: 'json', value: { payment: { memo: 1 } } } }),
  ).toEqual(
    expect.arrayContaining([
      'request: body.payment.memo: wrong type: string: number',
      'request: body.payment.metadata: missing member: object NewPaymentMetadata: nothing',
    ]),
  )
  const empty = { payment: { ...NEW_PAYMENT, metadata: {} } }
  expect(differencesOf({ ...create, requestBody: { kind: 'json', value: empty } })).toEqual([
    'request: body.payment.metadata: other form: object NewPaymentMetadata: object of another form',
  ])
  expect(differencesOf({ ...create, requestBody: { kind: 'broken JSON' } })).toEqual([
    'request: body: body: JSON or a form: broken JSON',
  ])
})

test.each([
  ['event stream'],
  ['multipart form'],
  ['body over 1 MiB'],
  ['body that was not received whole'],
] as const)('a %s is not compared, and counted', (kind) => {
  const { differences, notCompared } = checkExchange(haveExchange({ responseBody: { kind } }))
  expect({ differences, notCompared }).toEqual({ differences: [], notCompared: [kind] })
})

test.each([
  ['GET', '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m/refund', 200, 'GET /v2/payments/:id/:id'],
  ['DELETE', '/v2/payments/secret', 405, 'DELETE /v2/payments/:paymentId'],
  ['GET', '/v2/subscriptions/alice', 200, 'GET /v2/subscriptions/:id'],
  ['GET', '/v2/subscriptions/alice', 404, 'GET /v2/:id/:id'],
  ['GET', '/v2/alohamock0123456789abcdef', 200, 'GET /v2/:id'],
  ['GET', `/${'a/'.repeat(50)}`, 200, `GET /a${'/:id'.repeat(9)}/…`],
])('%s %s with status %i is the unknown operation %s', (method, url, status, expected) => {
  const { operationName, differences } = checkExchange(
    haveExchange({ method, url: `${url}?token=secret`, status }),
  )
  expect(operationName).toBe(expected)
  expect(differences.map(({ kind }) => kind)).toEqual(['unknown operation'])
})

const NEW_PAYMENT = { amount: 1, memo: 'a', uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d' }

const anyChange = fc.dictionary(
  fc.constantFrom(...Object.keys(payment()), 'extra', 'deep'),
  fc.oneof(fc.jsonValue(), fc.constantFrom('app_to_user', 'Pi Network', true, 3.14)),
)

test('a shape differs exactly where the schema refuses it; extra members aside', () => {
  fc.assert(
    fc.property(anyChange, (change) => {
      const value: unknown = payment(change)
      const found = compareShape(paymentSchema, value, { place: 'body', values: new Set() })
      const refused = found.some(({ kind }) => kind !== 'extra member')
      expect(refused).toBe(!paymentSchema.safeParse(value).success)
    }),
  )
})

test('the names of a map are data', () => {
  const schema = z.object({ data: z.record(z.string(), z.string()) })
  const value = { data: { alice: 'a', secret_name: 1 } }
  expect(compareShape(schema, value, { place: 'body', values: new Set() })).toEqual([
    { place: 'body.data.*', kind: 'wrong type', expected: 'string', found: 'number' },
  ])
})
