import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { ALOHA_KEY, startAloha } from './start-aloha.ts'
import {
  PAYMENT_ID,
  PAYOUT_ID,
  payoutEnvelope,
  payoutRow,
  TXID,
  u2aEnvelope,
  u2aRow,
  UID,
  wirePayment,
} from './wire-payment.ts'
import { createAlohaClient, type AlohaClient, type AlohaClientOptions } from '../src/index.ts'

const newPayout = { amount: 1.5, memo: 'Refund', metadata: { orderId: '12345' }, uid: UID }
const payment = wirePayment({ amount: 1.5 })
const path = (rest: string) => `/v1/transaction/${rest}`

const payoutRecords = (next_cursor: string | null) => ({
  table: 'payout',
  operation: 'select',
  rows: [payoutRow('processing')],
  next_cursor,
})

type Case = {
  call: (aloha: AlohaClient) => Promise<unknown>
  request: [method: string, path: string, body?: unknown]
  response: [status: number, body: unknown]
  returned: unknown
}

const cases: Record<string, Case> = {
  'u2a.approve': {
    call: (aloha) => aloha.u2a.approve(PAYMENT_ID),
    request: ['POST', path(`u2a/approve/${PAYMENT_ID}`)],
    response: [200, u2aEnvelope('approve', 'approved')],
    returned: { payment: wirePayment(), record: u2aRow('approved') },
  },
  'u2a.complete': {
    call: (aloha) => aloha.u2a.complete(PAYMENT_ID, TXID),
    request: ['POST', path(`u2a/complete/${PAYMENT_ID}/${TXID}`)],
    response: [200, u2aEnvelope('complete', 'completed')],
    returned: { payment: wirePayment(), record: u2aRow('completed') },
  },
  'u2a.abort': {
    call: (aloha) => aloha.u2a.abort(PAYMENT_ID),
    request: ['POST', path(`u2a/abort/${PAYMENT_ID}`)],
    response: [200, u2aEnvelope('abort', 'aborted')],
    returned: { payment: wirePayment(), record: u2aRow('aborted') },
  },
  'u2a.details of a payment that the proxy has no record of': {
    call: (aloha) => aloha.u2a.details(PAYMENT_ID),
    request: ['GET', path(`u2a/details/${PAYMENT_ID}`)],
    response: [200, u2aEnvelope('details')],
    returned: { payment: wirePayment(), record: null },
  },
  'a2u.create of a payout that is completed at once': {
    call: (aloha) => aloha.a2u.create(newPayout, { idempotencyKey: 'order 12345' }),
    request: ['POST', path('a2u/create'), { payment: newPayout }],
    response: [200, payoutEnvelope('create', 'completed')],
    returned: { payment, payout: payoutRow('completed') },
  },
  'a2u.create of a payout that is in progress': {
    call: (aloha) => aloha.a2u.create(newPayout),
    request: ['POST', path('a2u/create'), { payment: newPayout }],
    response: [202, payoutEnvelope('create', 'processing', { payment_id: null })],
    returned: { payment: null, payout: payoutRow('processing', { payment_id: null }) },
  },
  'a2u.cancel while a transaction may still pay': {
    call: (aloha) => aloha.a2u.cancel(PAYOUT_ID),
    request: ['POST', path(`a2u/cancel/${PAYOUT_ID}`)],
    response: [202, payoutEnvelope('cancel', 'processing', { cancel_requested: true })],
    returned: { payment, payout: payoutRow('processing', { cancel_requested: true }) },
  },
  'a2u.incomplete': {
    call: (aloha) => aloha.a2u.incomplete(),
    request: ['GET', path('a2u/incomplete')],
    response: [
      200,
      {
        success: true,
        action: 'incomplete',
        direction: 'a2u',
        piResData: { incomplete_server_payments: [payment] },
        sbResData: payoutRecords(null),
      },
    ],
    returned: { payments: [payment], payouts: [payoutRow('processing')], nextCursor: null },
  },
  'a2u.incomplete of another page': {
    call: (aloha) => aloha.a2u.incomplete({ limit: 2, cursor: 'page-2' }),
    request: ['GET', path('a2u/incomplete?limit=2&cursor=page-2')],
    response: [
      200,
      {
        success: true,
        action: 'incomplete',
        direction: 'a2u',
        piResData: { incomplete_server_payments: [] },
        sbResData: payoutRecords('page-3'),
      },
    ],
    returned: { payments: [], payouts: [payoutRow('processing')], nextCursor: 'page-3' },
  },
  'a2u.details by the payout id': {
    call: (aloha) => aloha.a2u.details(PAYOUT_ID),
    request: ['GET', path(`a2u/details/${PAYOUT_ID}`)],
    response: [200, payoutEnvelope('details', 'failed', { fail_code: 'op_no_destination' })],
    returned: { payment, payout: payoutRow('failed', { fail_code: 'op_no_destination' }) },
  },
  'a2u.details of a payment that the proxy did not make': {
    call: (aloha) => aloha.a2u.details(PAYMENT_ID),
    request: ['GET', path(`a2u/details/${PAYMENT_ID}`)],
    response: [200, { success: true, action: 'details', direction: 'a2u', piResData: payment }],
    returned: { payment, payout: null },
  },
}

test.each(Object.entries(cases))(
  '%s sends one documented request and returns payment and record',
  async (_, { call, request, response: [status, body], returned }) => {
    const { aloha, requests } = await startAloha({ status, body })

    expect(await call(aloha)).toEqual(returned)

    const [method, path, sent] = request
    expect(requests).toHaveLength(1)
    expect(requests[0]).toMatchObject({
      method,
      path,
      headers: { authorization: `Bearer ${ALOHA_KEY}` },
      body: sent == null ? '' : JSON.stringify(sent),
    })
  },
)

test("the caller's idempotency key is sent as it is, and none is made up", async () => {
  const response = { status: 200, body: payoutEnvelope('create', 'completed') }
  const { aloha, requests } = await startAloha(response)
  await aloha.a2u.create(newPayout, { idempotencyKey: 'order 12345' })
  await aloha.a2u.create(newPayout)
  expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual([
    'order 12345',
    undefined,
  ])
})

test('without a key only details are served, and no Authorization is sent', async () => {
  const response = { status: 200, body: u2aEnvelope('details') }
  const { aloha, requests } = await startAloha(response, { apiKey: undefined })
  await aloha.u2a.details(PAYMENT_ID)
  expect(requests[0]!.headers).not.toHaveProperty('authorization')
  expect(await failureOf(aloha.u2a.approve(PAYMENT_ID))).toMatchObject({
    field: 'apiKey',
    rule: 'is required for POST /v1/transaction/u2a/approve/:piPayId',
  })
  expect(requests).toHaveLength(1)
})

test.each(['', '/', '/v1/transaction', '/v1/transaction/'])(
  'a base URL may end in %j',
  async (tail) => {
    const { url, requests } = await startAloha({ status: 200, body: u2aEnvelope('details') })
    await createAlohaClient({ baseUrl: url + tail }).u2a.details(PAYMENT_ID)
    expect(requests[0]!.path).toBe(path(`u2a/details/${PAYMENT_ID}`))
  },
)

test.each([undefined, '', 'pay.example', 'https://pay.example/v2', 'https://u:p@pay.example'])(
  'the base URL %j is refused when the client is made',
  (baseUrl) => {
    const make = () => createAlohaClient({ baseUrl } as AlohaClientOptions)
    expect(make).toThrow('baseUrl: must be an http or https origin')
  },
)

// Callers without types reach the client too.
const untyped = (method: unknown) => method as (...args: unknown[]) => Promise<unknown>
const badIds = ['', '.', '..', '../me', '%2e%2e', 'a/b', 'a?b', 'a#b', 'ü', '\0', 'x'.repeat(65), 7]
const byId: [name: string, call: (aloha: AlohaClient, id: unknown) => Promise<unknown>][] = [
  ['u2a.approve', (aloha, id) => untyped(aloha.u2a.approve)(id)],
  ['u2a.complete', (aloha, id) => untyped(aloha.u2a.complete)(id, TXID)],
  ['u2a.abort', (aloha, id) => untyped(aloha.u2a.abort)(id)],
  ['u2a.details', (aloha, id) => untyped(aloha.u2a.details)(id)],
  ['a2u.cancel', (aloha, id) => untyped(aloha.a2u.cancel)(id)],
  ['a2u.details', (aloha, id) => untyped(aloha.a2u.details)(id)],
  ['a2u.waitFor', (aloha, id) => untyped(aloha.a2u.waitFor)(id)],
]

test.each(byId)('P8: %s refuses what is not an id, and sends nothing', async (_, call) => {
  const { aloha, requests } = await startAloha({ status: 200, body: {} })
  for (const id of [...badIds, undefined, null]) {
    const error = await failureOf(call(aloha, id))
    expect(error).toMatchObject({ name: 'InvalidArgumentError', field: 'piPayId' })
  }
  expect(requests).toEqual([])
})

type Bad = [
  what: string,
  call: (aloha: AlohaClient) => Promise<unknown>,
  field: string,
  rule: string,
]
const pay = (changes: object, options?: object) => (aloha: AlohaClient) =>
  untyped(aloha.a2u.create)({ ...newPayout, ...changes }, options)
const withKey = (idempotencyKey: unknown) => pay({}, { idempotencyKey })

test.each<Bad>([
  ['no txid', (aloha) => untyped(aloha.u2a.complete)(PAYMENT_ID), 'piTxId', 'is required'],
  [
    'a short txid',
    (aloha) => aloha.u2a.complete(PAYMENT_ID, 'ab'),
    'piTxId',
    'must be 64 lowercase',
  ],
  ['an amount as text', pay({ amount: '1.5' }), 'amount', 'must be a number'],
  ['amount 0', pay({ amount: 0 }), 'amount', 'must be more than 0'],
  ['eight decimals', pay({ amount: 1e-8 }), 'amount', 'must have at most 7 decimals'],
  ['a uid that is none', pay({ uid: 'alice' }), 'uid', 'must be a uid like'],
  ['metadata {}', pay({ metadata: {} }), 'metadata', 'must not be empty'],
  [
    'the reserved key',
    pay({ metadata: { _aloha: 1 } }),
    'metadata',
    'must not have the key "_aloha"',
  ],
  ['an unknown field', pay({ to: 'me' }), 'payment', 'must not have "to"'],
  ['an empty key', withKey(''), 'idempotencyKey', 'must be 1 to 255 printable ASCII characters'],
  ['a key of 256', withKey('k'.repeat(256)), 'idempotencyKey', 'must be 1 to 255'],
  ['a key with a line break', withKey('a\r\nb: c'), 'idempotencyKey', 'must be 1 to 255'],
  ['a key that is not text', withKey(12345), 'idempotencyKey', 'must be a string'],
  ['a key that HTTP would cut', withKey('order-1 '), 'idempotencyKey', 'must not begin or end'],
  [
    '11 retries',
    (aloha) => aloha.u2a.details(PAYMENT_ID, { retries: 11 }),
    'retries',
    'from 0 to 10',
  ],
  ['a wait of 0', (aloha) => aloha.a2u.waitFor(PAYOUT_ID, { timeoutMs: 0 }), 'timeoutMs', 'from 1'],
  ['a page of none', (aloha) => aloha.a2u.incomplete({ limit: 0 }), 'limit', 'from 1 to 200'],
  [
    'a cursor that is none',
    (aloha) => aloha.a2u.incomplete({ cursor: 'a b' }),
    'cursor',
    'must be',
  ],
  ['no pause', (aloha) => aloha.a2u.waitFor(PAYOUT_ID, { intervalMs: 0 }), 'intervalMs', 'from 1'],
])('%s is refused before anything is sent', async (_, call, field, rule) => {
  const { aloha, requests } = await startAloha({ status: 200, body: {} })
  const error = await failureOf(call(aloha))
  expect(error).toMatchObject({ name: 'InvalidArgumentError', field, outcomeUnknown: false })
  expect(error.message).toContain(rule)
  expect(requests).toEqual([])
})
