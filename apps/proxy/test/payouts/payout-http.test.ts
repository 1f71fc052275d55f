import { afterAll, expect, test } from 'vitest'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

const world = await startPayoutWorld()
afterAll(() => world.close())
const { call, newUser, paid } = world

const create = (body: string, headers: Record<string, string> = {}) =>
  call('POST a2u/create', { body, headers })

test('a payout is created, submitted and completed in one call', async () => {
  const uid = await newUser()
  const before = await paid()

  const response = await create(payoutBody(uid), { 'idempotency-key': 'order-1' })

  expect(response).toMatchObject({
    status: 200,
    body: {
      success: true,
      action: 'create',
      direction: 'a2u',
      piResData: {
        user_uid: uid,
        amount: 3.14,
        memo: 'Thanks',
        metadata: { orderId: '1' },
        direction: 'app_to_user',
        status: { transaction_verified: true, developer_completed: true },
      },
      sbResData: {
        table: 'payout',
        operation: 'insert',
        row: { status: 'completed', uid, amount: '3.1400000', fail_code: null },
      },
    },
  })
  const { piResData, sbResData } = response.body
  expect(piResData.metadata).toEqual({ orderId: '1' })
  const made = (await paid()).slice(before.length)
  expect(made).toEqual([
    {
      txid: sbResData.row.txid,
      memo: piResData.identifier,
      to: piResData.to_address,
      amount: '3.1400000',
    },
  ])
  expect(piResData.transaction.txid).toBe(sbResData.row.txid)
})

test('repeating the call returns the first response, and pays nothing', async () => {
  const uid = await newUser()
  const key = { 'idempotency-key': 'order-2' }
  const first = await create(payoutBody(uid), key)
  const before = await paid()

  const again = await create(payoutBody(uid), key)

  expect(again.status).toBe(200)
  expect(again.body).toEqual(first.body)
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  const sorted = JSON.stringify({
    payment: { uid, metadata: { orderId: '1' }, memo: 'Thanks', amount: 3.14 },
  })
  expect((await create(sorted, key)).headers.get('idempotent-replayed')).toBe('true')
  expect(await paid()).toEqual(before)
})

test.each([['order-4'], [undefined]])(
  'a uid in capitals is the same user and the same request, under the key %s',
  async (key) => {
    const uid = await newUser()
    const headers: Record<string, string> = key == null ? {} : { 'idempotency-key': key }
    const before = await paid()

    const first = await create(payoutBody(uid.toUpperCase()), headers)
    const again = await create(payoutBody(uid), headers)

    expect(first).toMatchObject({
      status: 200,
      body: { sbResData: { row: { status: 'completed', uid } } },
    })
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await paid()).length).toBe(before.length + 1)
  },
)

test('the same key with another body is refused, and executes nothing', async () => {
  const uid = await newUser()
  const key = { 'idempotency-key': 'order-3' }
  await create(payoutBody(uid), key)
  const before = await paid()
  expect(await create(payoutBody(uid, { amount: 3.15 }), key)).toMatchObject({
    status: 422,
    body: { success: false, action: 'create', direction: 'a2u', code: 'idempotency_key_reuse' },
  })
  expect(await paid()).toEqual(before)
})

test('P36: 50 identical calls without a key pay once, and all get that result', async () => {
  const uid = await newUser()
  const before = await paid()

  const responses = await Promise.all(Array.from({ length: 50 }, () => create(payoutBody(uid))))

  const codes = new Set(responses.map(({ status, body }) => `${status} ${body.code ?? ''}`))
  // More than five for one payout do not wait; the advice that they get is what they did.
  expect([...codes].sort()).toEqual(['200 ', '409 too_many_waiting'])
  const done = responses.filter(({ status }) => status === 200)
  expect(done.length).toBeGreaterThanOrEqual(5)
  expect(new Set(done.map(({ body }) => body.sbResData.row.payout_id)).size).toBe(1)
  expect((await paid()).length).toBe(before.length + 1)
  const again = await create(payoutBody(uid))
  expect(again.status).toBe(200)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
})

test('two keys pay the same thing twice', async () => {
  const uid = await newUser()
  const before = await paid()
  for (const key of ['twice-1', 'twice-2']) {
    expect(await create(payoutBody(uid), { 'idempotency-key': key })).toMatchObject({ status: 200 })
  }
  expect((await paid()).length).toBe(before.length + 2)
})

test('details show a payout by either id, with the payment as Pi shows it', async () => {
  const uid = await newUser()
  const { body } = await create(payoutBody(uid))
  const { payout_id: payoutId, payment_id: paymentId } = body.sbResData.row
  for (const id of [payoutId, paymentId]) {
    expect(await call(`GET a2u/details/${id}`, { key: null })).toMatchObject({
      status: 200,
      body: {
        success: true,
        action: 'details',
        direction: 'a2u',
        piResData: body.piResData,
        sbResData: { table: 'payout', operation: 'select', row: body.sbResData.row },
      },
    })
  }
})

test("an unknown user is refused with Pi's reason, for good under its key", async () => {
  const uid = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
  const key = { 'idempotency-key': 'unknown-user' }
  const first = await create(payoutBody(uid), key)
  expect(first).toMatchObject({
    status: 404,
    body: {
      success: false,
      code: 'user_not_found',
      error: expect.stringContaining('No money moved'),
      sbResData: { row: { status: 'failed', fail_code: 'user_not_found', txid: null } },
    },
  })
  const again = await create(payoutBody(uid), key)
  expect(again.status).toBe(404)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(again.body).toEqual({ ...first.body, request_id: again.body.request_id })
})

test('a user who did not grant wallet_address is refused', async () => {
  await world.control.post('/users', { username: 'shy' })
  const { user } = await world.control.post('/sign-in', { username: 'shy', scopes: ['username'] })
  expect(await create(payoutBody(user.uid))).toMatchObject({
    status: 422,
    body: { code: 'missing_scope', sbResData: { row: { status: 'failed' } } },
  })
})

const wrong: [field: string, why: string, wish: Record<string, unknown>][] = [
  ['payment.metadata', 'the reserved key', { metadata: { _aloha: {} } }],
  ['payment.metadata', 'nothing in it', { metadata: {} }],
  ['payment.metadata', 'a list', { metadata: [1] }],
  ['payment.memo', '256 characters', { memo: 'x'.repeat(256) }],
  ['payment.memo', 'a NUL', { memo: 'a\0b' }],
  ['payment.memo', 'a number', { memo: 1 }],
  ['payment.amount', 'zero', { amount: 0 }],
  ['payment.amount', 'less than zero', { amount: -1 }],
  ['payment.amount', '8 decimals', { amount: 1.000_000_01 }],
  ['payment.amount', 'more than the cap', { amount: 100.0000001 }],
  ['payment.amount', 'text', { amount: '3.14' }],
  ['payment.uid', 'no uid', { uid: 'bob' }],
]

test.each(wrong)(
  '%s with %s is refused by name before anything is created',
  async (field, _, wish) => {
    const uid = await newUser()
    const before = await call('GET a2u/incomplete')
    const response = await create(payoutBody(uid, wish))
    expect(response).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        error: expect.stringMatching(`^${field.replace('.', '\\.')} `),
      },
    })
    expect(response.body).not.toHaveProperty('sbResData')
    expect((await call('GET a2u/incomplete')).body).toEqual(before.body)
  },
)

test.each([
  ['of 256 characters', 'x'.repeat(256)],
  ['with a tab', 'a\tb'],
  ['that looks derived', `d:${'0'.repeat(64)}:1`],
])('P27: an idempotency key %s is refused by name', async (_, key) => {
  const uid = await newUser()
  expect(await create(payoutBody(uid), { 'idempotency-key': key })).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', error: expect.stringContaining('idempotency-key') },
  })
})

test('a payment id of the other direction cannot be cancelled here', async () => {
  const unknown = await call('POST a2u/cancel/RKo9DyyzYmmnq4roS1infxy1qc4m')
  expect(unknown).toMatchObject({ status: 404, body: { code: 'wrong_direction' } })
  expect(await call('POST a2u/cancel/unknown')).toMatchObject({
    status: 404,
    body: { code: 'payment_not_found' },
  })
})
