import { expect, test } from 'vitest'
import { parseFaultOrders } from './parse-fault-orders.ts'

test('one order is a call and a trouble, once', () => {
  expect(parseFaultOrders('complete:lost-answer')).toEqual({
    ok: true,
    orders: [{ call: 'complete', effect: { type: 'lost-answer' }, first: 1 }],
  })
})

test('several orders keep their sequence, their times and how often', () => {
  const parsed = parseFaultOrders(' approve:html-500 x2 ; complete : late 3s; get:slow 250ms x10')
  expect(parsed).toEqual({
    ok: true,
    orders: [
      { call: 'approve', effect: { type: 'html-500' }, first: 2 },
      { call: 'complete', effect: { type: 'late', ms: 3000 }, first: 1 },
      { call: 'get', effect: { type: 'latency', ms: 250 }, first: 10 },
    ],
  })
})

test.each([
  ['submit:timeout-delivered', { type: 'timeout-delivered' }],
  ['submit:transaction_failed', { type: 'error', code: 'transaction_failed' }],
  ['create:ongoing_payment_found', { type: 'error', code: 'ongoing_payment_found' }],
  ['approve:wrong_key', { type: 'error', code: 'wrong_key' }],
  ['cancel:503', { type: 'status', status: 503 }],
  ['get:stale', { type: 'stale' }],
  ['complete:slow', { type: 'latency', ms: 5000 }],
])('%s', (text, effect) => {
  expect(parseFaultOrders(text)).toMatchObject({ ok: true, orders: [{ effect }] })
})

test.each([
  [7, 'must be a string like "complete:late"'],
  ['', '"" is none'],
  ['complete', '"complete" is none'],
  ['complete:late x', '"complete:late x" is none'],
  [
    'complte:late',
    'knows no call "complte": write create, get, approve, complete, cancel or submit',
  ],
  [
    'complete:lost',
    'knows no trouble "lost": write html-500, rate-limit, lost-request, lost-answer',
  ],
  ['complete:latency', 'knows no trouble "latency"'],
  ['complete:transaction_failed', 'knows no trouble "transaction_failed"'],
  ['complete:twice 3s', 'must not give "twice" a time: only slow and late take one'],
  ['complete:late x0', 'must repeat from x1 to x100'],
  ['complete:late x101', 'must repeat from x1 to x100'],
  [
    'complete:stale',
    'must not order complete:stale: match.operation must be platform.payments.get',
  ],
  ['approve:timeout-lost', 'must not order approve:timeout-lost'],
  ['complete:late 601s', 'must not order complete:late: effect.ms must be a whole number'],
  ['complete:late;'.repeat(11).slice(0, -1), 'must have at most 10 orders'],
  ['x'.repeat(501), 'must be at most 500 characters'],
])('%j is refused with a sentence', (text, rule) => {
  expect(parseFaultOrders(text)).toMatchObject({ ok: false, rule: expect.stringContaining(rule) })
})
