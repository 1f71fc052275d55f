import { expect, test } from 'vitest'
import { createPayoutRequestSchema } from '../src/aloha/index.ts'
import {
  MAX_PI,
  createPaymentRequestSchema,
  createUserPaymentRequestSchema,
} from '../src/platform/index.ts'
import { issueOf } from './issue-of.ts'

const payment = {
  amount: 1,
  memo: 'Payment for product XYZ',
  metadata: { orderId: '12345' } as unknown,
  uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
}

test('the payment that the tables below spoil is taken by every schema', () => {
  expect(issueOf(createPayoutRequestSchema, { payment })).toBeNull()
  expect(issueOf(createPaymentRequestSchema, { payment })).toBeNull()
  expect(issueOf(createUserPaymentRequestSchema, payment)).toBeNull()
})

const refusedNumbers: [label: string, amount: unknown, rule: string][] = [
  ['0', 0, 'must be more than 0'],
  ['-0', -0, 'must be more than 0'],
  ['-1', -1, 'must not be negative'],
  ['1e-8', 1e-8, 'must have at most 7 decimals'],
  ['0.1 + 0.2', 0.1 + 0.2, 'must have at most 7 decimals'],
  ['8 decimals', 1.00000001, 'must have at most 7 decimals'],
  ['more than the maximum', 536_870_913, 'must be at most 536870912 Pi'],
  ['a stroop too many', 536_870_912.000_000_1, 'must be at most 536870912 Pi'],
  ['1e15', 1e15, 'must be at most 536870912 Pi'],
]

test.each(refusedNumbers)('P15: an amount of %s is refused everywhere', (_, amount, rule) => {
  const spoilt = { ...payment, amount }
  const nested = { field: 'payment.amount', rule }
  expect(issueOf(createPayoutRequestSchema, { payment: spoilt })).toEqual(nested)
  expect(issueOf(createPaymentRequestSchema, { payment: spoilt })).toEqual(nested)
  expect(issueOf(createUserPaymentRequestSchema, spoilt)).toEqual({ field: 'amount', rule })
})

test.each([
  ['the text "1"', '"1"'],
  ['1e309', '1e309'],
  ['null', 'null'],
  ['true', 'true'],
  ['an array', '[1]'],
  ['an object', '{}'],
])('P15: a payout of %s is not a number', (_, json) => {
  const body = JSON.stringify({ payment }).replace('"amount":1', `"amount":${json}`)
  const issue = { field: 'payment.amount', rule: 'must be a number' }
  expect(issueOf(createPayoutRequestSchema, JSON.parse(body))).toEqual(issue)
})

test('P15: NaN and an absent amount are not numbers', () => {
  const issue = { field: 'payment.amount', rule: 'must be a number' }
  for (const amount of [Number.NaN, undefined]) {
    expect(issueOf(createPayoutRequestSchema, { payment: { ...payment, amount } })).toEqual(issue)
  }
})

test.each([[1e-7], [0.1], [3.14], [1_234_567.1234567], [MAX_PI - 1e-7], [MAX_PI]])(
  'an amount of %s is taken everywhere',
  (amount) => {
    expect(issueOf(createPayoutRequestSchema, { payment: { ...payment, amount } })).toBeNull()
    expect(issueOf(createPaymentRequestSchema, { payment: { ...payment, amount } })).toBeNull()
  },
)

test.each([['1'], ['3.14'], ['0.0000001'], ['536870912']])(
  'Pi takes the amount of an app-to-user payment as the text %j, as pi-go sends it',
  (amount) => {
    expect(issueOf(createPaymentRequestSchema, { payment: { ...payment, amount } })).toBeNull()
    expect(issueOf(createUserPaymentRequestSchema, { ...payment, amount })).toEqual({
      field: 'amount',
      rule: 'must be a number',
    })
  },
)

const decimal = 'must be a decimal number with at most 7 decimals, like "3.14"'
test.each([
  ['', decimal],
  ['abc', decimal],
  ['-1', decimal],
  ['1e-7', decimal],
  ['0x1', decimal],
  ['1,5', decimal],
  [' 1', decimal],
  ['1\n', decimal],
  ['.5', decimal],
  ['1.00000001', decimal],
  ['Infinity', decimal],
  ['9999999999', decimal],
  ['0', 'must be more than 0'],
  ['0.0000000', 'must be more than 0'],
  ['536870912.0000001', 'must be at most 536870912 Pi'],
])('Pi does not take the amount as the text %j', (amount, rule) => {
  expect(issueOf(createPaymentRequestSchema, { payment: { ...payment, amount } })).toEqual({
    field: 'payment.amount',
    rule,
  })
})

test.each([
  ['{}', {}, 'must not be empty'],
  ['an array', [1], 'must be an object'],
  ['null', null, 'must be an object'],
  ['text', 'orderId', 'must be an object'],
  ['absent', undefined, 'must be an object'],
])('metadata that is %s is refused everywhere', (_, metadata, rule) => {
  const spoilt = { ...payment, metadata }
  const nested = { field: 'payment.metadata', rule }
  expect(issueOf(createPayoutRequestSchema, { payment: spoilt })).toEqual(nested)
  expect(issueOf(createPaymentRequestSchema, { payment: spoilt })).toEqual(nested)
  expect(issueOf(createUserPaymentRequestSchema, spoilt)).toEqual({ field: 'metadata', rule })
})

test('the reserved metadata key is refused from clients of the proxy, and free at Pi', () => {
  const body = { payment: { ...payment, metadata: { orderId: '12345', _aloha: 'x' } } }
  expect(issueOf(createPayoutRequestSchema, body)).toEqual({
    field: 'payment.metadata',
    rule: 'must not have the key "_aloha": it is reserved',
  })
  expect(issueOf(createPaymentRequestSchema, body)).toBeNull()
})

test('P14: names of Object.prototype are data in metadata', () => {
  const metadata = JSON.parse('{"constructor":{"prototype":{"x":1}},"toString":"y"}')
  const parsed = createPayoutRequestSchema.parse({ payment: { ...payment, metadata } })
  expect(parsed.payment.metadata).toEqual(metadata)
  expect(({} as { x?: unknown }).x).toBeUndefined()
})

const wrapped = 'must be an object: the payment is wrapped in "payment"'
test.each([
  ['an unwrapped payment', payment, { field: 'payment', rule: wrapped }],
  ['a payment of null', { payment: null }, { field: 'payment', rule: wrapped }],
  ['a payment that is an array', { payment: [payment] }, { field: 'payment', rule: wrapped }],
  ['an array', [payment], { field: 'body', rule: 'must be an object' }],
  ['null', null, { field: 'body', rule: 'must be an object' }],
  ['text', 'payment', { field: 'body', rule: 'must be an object' }],
  ['nothing', undefined, { field: 'body', rule: 'is required' }],
  [
    'a memo of 1',
    { payment: { ...payment, memo: 1 } },
    { field: 'payment.memo', rule: 'must be a string' },
  ],
])('a body that is %s is refused by the proxy and by Pi', (_, body, issue) => {
  expect(issueOf(createPayoutRequestSchema, body)).toEqual(issue)
  expect(issueOf(createPaymentRequestSchema, body)).toEqual(issue)
})

test.each([
  [
    { payment, dryRun: true },
    { field: 'body', rule: 'must not have "dryRun"' },
  ],
  [
    { payment: { ...payment, to: 'G', from: 'G' } },
    { field: 'payment', rule: 'must not have "to", "from"' },
  ],
])('P13: unknown fields are refused by the proxy and ignored by Pi: %j', (body, issue) => {
  expect(issueOf(createPayoutRequestSchema, body)).toEqual(issue)
  expect(createPaymentRequestSchema.parse(body)).toEqual({ payment })
})
