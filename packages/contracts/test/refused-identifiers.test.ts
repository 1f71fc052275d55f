import { ContractNoBody, type AppRoute } from '@ts-rest/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { createPayoutRequestSchema, idempotencyKeySchema } from '../src/aloha/index.ts'
import {
  createPaymentRequestSchema,
  notifyRequestSchema,
  paymentIdSchema,
  txidSchema,
  uidSchema,
} from '../src/platform/index.ts'
import { operations } from './contract-operations.ts'
import { issueOf } from './issue-of.ts'

const badForAll: [label: string, id: unknown][] = [
  ['empty', ''],
  ['../me', '../me'],
  ['a/b', 'a/b'],
  ['a?b', 'a?b'],
  ['a#b', 'a#b'],
  ['.', '.'],
  ['%2e%2e', '%2e%2e'],
  ['blank', ' '],
  ['NUL', 'a\0b'],
  ['CR LF', 'a\r\nb'],
  ['é', 'é'],
  ['a right-to-left mark', 'a\u200fb'],
  ['fullwidth letters', 'ａｂｃ'],
  ['10 kB', 'a'.repeat(10_240)],
  ['a number', 1],
  ['null', null],
  ['an array', ['RKo9DyyzYmmnq4roS1infxy1qc4m']],
]
const uid = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const txid = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'

const taken = (schema: z.ZodType, input: unknown) => issueOf(schema, input) == null

test.each([
  ...badForAll,
  ['65 letters', 'a'.repeat(65)],
  ['a newline at its end', 'RKo9DyyzYmmnq4roS1infxy1qc4m\n'],
])('P8: a payment id that is %s is refused', (_, id) => {
  expect(taken(paymentIdSchema, id)).toBe(false)
})

test.each([
  ...badForAll,
  ['upper case', txid.toUpperCase()],
  ['63 digits', txid.slice(1)],
  ['65 digits', `${txid}0`],
  ['no hexadecimal', `g${txid.slice(1)}`],
  ['a newline at its end', `${txid}\n`],
])('a txid that is %s is refused', (_, id) => {
  expect(taken(txidSchema, id)).toBe(false)
})

test.each([
  ...badForAll,
  ['a username', 'alice'],
  ['in braces', `{${uid}}`],
  ['without dashes', uid.replaceAll('-', '')],
  ['a newline at its end', `${uid}\n`],
])('a uid that is %s is refused', (_, id) => {
  expect(taken(uidSchema, id)).toBe(false)
})

test.each([
  ['payment id', paymentIdSchema, ['RKo9DyyzYmmnq4roS1infxy1qc4m', 'a', '-_', 'a'.repeat(64)]],
  ['txid', txidSchema, [txid]],
  // Real ones are random UUIDs; the example of the aloha-pi page is none.
  ['uid', uidSchema, [uid, 'd7115097-7b4f-481d-bacf-2cc9a38e6f83']],
] as const)('every documented %s is taken', (_, schema, ids) => {
  for (const id of ids) expect(issueOf(schema, id)).toBeNull()
})

function pathParamsOf(route: AppRoute): z.ZodType {
  if (!(route.pathParams instanceof z.ZodType)) throw new Error(`${route.path} checks nothing`)
  return route.pathParams
}
const parameters = operations.flatMap(({ api, name, route }) =>
  [...route.path.matchAll(/:(\w+)/g)].map(
    ([, param = '']) => [`${api} ${name}`, param, route] as const,
  ),
)

test.each(parameters)('P8: %s refuses ../me and a/b as %s', (_, param, route) => {
  const id = 'abc'
  const chain = {
    tx_id: txid,
    account_id: `G${'A'.repeat(55)}`,
    ledger_id: '2',
    id: '8589938689',
    balance_id: '0'.repeat(72),
  }
  const params = {
    paymentId: id,
    piPayId: id,
    adId: id,
    username: id,
    piTxId: txid,
    app_id: id,
    fault_id: 'fault-1',
    preset: 'pending-lock',
    request_id: id,
    entry_id: '1',
    world: id,
    ...chain,
  }
  expect(issueOf(pathParamsOf(route), params)).toBeNull()
  const refused = { field: param, rule: expect.stringMatching(/^must be /) }
  expect(issueOf(pathParamsOf(route), { ...params, [param]: '../me' })).toEqual(refused)
  expect(issueOf(pathParamsOf(route), { ...params, [param]: 'a/b' })).toEqual(refused)
})

const complete = operations.find((each) => each.name === 'u2a.complete')?.route
test.each([
  [{ txid: txid.toUpperCase() }, 'txid', 'must be 64 lowercase hexadecimal digits'],
  [{ txid: 1 }, 'txid', 'must be a string'],
  [{ txid, payment_id: 'x' }, 'body', 'must not have "payment_id"'],
  [null, 'body', 'must be an object'],
])('the proxy refuses to complete with %j: %s %s', (body, field, rule) => {
  expect(issueOf(bodyOf(complete), body)).toEqual({ field, rule })
})

test.each(['u2a.approve', 'u2a.abort', 'a2u.cancel'])('%s takes no fields in its body', (name) => {
  const body = bodyOf(operations.find((each) => each.name === name)?.route)
  expect(issueOf(body, undefined)).toBeNull()
  expect(issueOf(body, {})).toBeNull()
  expect(issueOf(body, { txid })).toEqual({ field: 'body', rule: 'must not have "txid"' })
  expect(issueOf(body, null)).toEqual({ field: 'body', rule: 'must be empty or {}' })
})

test('Pi ignores what approve and cancel are sent', () => {
  for (const name of ['payments.approve', 'payments.cancel']) {
    const route = operations.find((each) => each.name === name)?.route
    expect(route).toHaveProperty('body', ContractNoBody)
  }
})

test.each([
  [{ txid: txid.toUpperCase() }, 'txid', 'must be 64 lowercase hexadecimal digits'],
  [{}, 'txid', 'is required'],
  [undefined, 'body', 'is required'],
])('Pi refuses to complete with %j: %s %s', (body, field, rule) => {
  const route = operations.find((each) => each.name === 'payments.complete')?.route
  expect(issueOf(bodyOf(route), body)).toEqual({ field, rule })
})

const payment = { amount: 1, memo: '', metadata: { a: 1 } }

test('a uid that is not a guid is named at its place in a payout', () => {
  expect(issueOf(createPayoutRequestSchema, { payment: { ...payment, uid: 'alice' } })).toEqual({
    field: 'payment.uid',
    rule: 'must be a uid like a1111111-aaaa-bbbb-2222-ccccccc3333d',
  })
})

test.each(['', 'alice', uid])('Pi looks up the uid %j whatever its form', (anyUid) => {
  const asked = { payment: { ...payment, uid: anyUid } }
  expect(issueOf(createPaymentRequestSchema, asked)).toBeNull()
})

test.each([[5], [null], [undefined]])('a uid that is %s is not text', (none) => {
  expect(issueOf(createPaymentRequestSchema, { payment: { ...payment, uid: none } })).toEqual({
    field: 'payment.uid',
    rule: 'must be a string',
  })
})

const notification = { title: 'Hi', body: 'There', user_uid: uid, subroute: '/' }
test.each([
  [[], 'notifications', 'must hold at least one notification'],
  [
    Array.from({ length: 257 }, () => notification),
    'notifications',
    'Maximum 256 notifications allowed per request',
  ],
  [[notification, { ...notification, title: '' }], 'notifications.1.title', 'must not be empty'],
  [[{ ...notification, subroute: 'x' }], 'notifications.0.subroute', 'must begin with "/"'],
])('notifications that break a rule are refused: %#', (notifications, field, rule) => {
  expect(issueOf(notifyRequestSchema, { notifications })).toEqual({ field, rule })
})

test.each([[''], ['é'], ['a\nb'], ['a\0'], ['a'.repeat(256)]])(
  'P27: the idempotency key %j is refused',
  (key) => {
    expect(taken(idempotencyKeySchema, key)).toBe(false)
    expect(taken(idempotencyKeySchema, 'order 12345'.padEnd(255, '~'))).toBe(true)
  },
)

function bodyOf(route: AppRoute | undefined): z.ZodType {
  const body = route != null && 'body' in route ? route.body : undefined
  if (!(body instanceof z.ZodType)) throw new Error('The route has no body schema')
  return body
}
