import { expect, test } from 'vitest'
import { startPaying } from '../../test/start-paying.ts'

test('a new payment is approved, names both wallets, and has the fields in their order', async () => {
  const { create, uidOf, wallet, world } = await startPaying()
  const { status, body } = await create()
  expect(status).toBe(200)
  expect(Object.entries(body)).toEqual([
    ['identifier', expect.stringMatching(/^[A-Za-z0-9]{28}$/)],
    ['user_uid', uidOf('alice')],
    ['amount', 3.14],
    ['memo', 'A prize'],
    ['metadata', { prize: 1 }],
    ['from_address', wallet.address],
    ['to_address', world.users.find('alice')?.wallet?.address],
    ['direction', 'app_to_user'],
    [
      'status',
      {
        developer_approved: true,
        transaction_verified: false,
        developer_completed: false,
        cancelled: false,
        user_cancelled: false,
      },
    ],
    ['transaction', null],
    ['created_at', '2026-01-01T00:00:00.000Z'],
    ['network', 'Pi Testnet'],
    ['split_recipients', null],
    ['token_canonical', null],
  ])
})

test('a uid in capitals is the same user, and the payment has it as the user has', async () => {
  const { create, uidOf } = await startPaying()
  const { status, body } = await create({ uid: uidOf('alice')?.toUpperCase() })
  expect({ status, uid: body.user_uid }).toEqual({ status: 200, uid: uidOf('alice') })
  const again = await create({ uid: uidOf('alice') })
  expect(again).toMatchObject({ status: 400, body: { error: 'ongoing_payment_found' } })
})

test('an amount is taken as decimal text too, as pi-go sends it', async () => {
  const { create } = await startPaying()
  expect((await create({ amount: '0.0000001' })).body.amount).toBe(1e-7)
})

test.each([
  ['per-app', [400, 400, 200]],
  ['per-user', [400, 200, 200]],
  ['off', [200, 200, 200]],
])(
  '%s: beside an open payment, the same user, another user and another app get %j',
  async (mode, statuses) => {
    const { create, havePayout, uidOf, control, call, set } = await startPaying()
    await set({ a2u_concurrency: mode })
    const { body: other } = await control('/apps')
    const { body: session } = await control('/sign-in', { username: 'alice', app_id: other.app_id })
    await havePayout()

    const responses = [
      await create(),
      await create({ uid: uidOf('bob') }),
      await call('POST', '/v2/payments', {
        headers: { authorization: `Key ${other.api_key}` },
        json: { payment: { amount: 1, memo: '', metadata: { a: 1 }, uid: session.user.uid } },
      }),
    ]

    expect(responses.map(({ status }) => status)).toEqual(statuses)
  },
)

test('an open payment that blocks a new one is sent along', async () => {
  const { create, havePayout } = await startPaying()
  const payment = await havePayout()
  expect((await create()).body).toEqual({
    error: 'ongoing_payment_found',
    error_message: 'You need to complete the ongoing payment first to create a new one.',
    payment,
  })
})

test('open payments are listed newest first, each app its own', async () => {
  const { havePayout, incomplete, set, control, call } = await startPaying()
  await set({ a2u_concurrency: 'off' })
  const first = await havePayout()
  const second = await havePayout()
  const { body: other } = await control('/apps')

  expect(await incomplete()).toEqual([second, first])
  const headers = { authorization: `Key ${other.api_key}` }
  const path = '/v2/payments/incomplete_server_payments'
  expect((await call('GET', path, { headers })).body).toEqual({ incomplete_server_payments: [] })
  expect((await call('GET', `/v2/payments/${first.identifier}`, { headers })).status).toBe(404)
})

test.each([
  ['', 'an empty uid'],
  ['alice', 'a name'],
  ['a1111111-aaaa-bbbb-2222-ccccccc3333d', 'an unknown uid'],
])('the uid %j, %s, is not found', async (uid) => {
  const { create } = await startPaying()
  expect(await create({ uid })).toMatchObject({
    status: 404,
    body: {
      error: 'user_not_found',
      error_message: `User with uid ${uid} was not found. Please check the uid again.`,
    },
  })
})

test('the uid of another app, and one of before a revocation, are not found', async () => {
  const { create, control, uidOf } = await startPaying()
  const { body: other } = await control('/apps')
  const { body: session } = await control('/sign-in', { username: 'alice', app_id: other.app_id })
  const before = uidOf('alice')
  await control('/users/alice/revoke')
  for (const uid of [session.user.uid, before]) {
    expect(await create({ uid })).toMatchObject({ status: 404, body: { error: 'user_not_found' } })
  }
})

test('a user who does not show their wallet cannot be paid: a 401 that is not about the key', async () => {
  const { create, control } = await startPaying()
  await control('/users', { username: 'carol' })
  const { body } = await control('/sign-in', {
    username: 'carol',
    scopes: ['username', 'payments'],
  })
  expect(await create({ uid: body.user.uid })).toMatchObject({
    status: 401,
    body: {
      error: 'missing_scope',
      error_message: `User hasn't authorized "wallet_address" scope for you to access the public key.`,
    },
  })
})

test('a user without a wallet cannot be paid', async () => {
  const { create, control } = await startPaying()
  await control('/users', { username: 'dave', wallet: false })
  const { body } = await control('/sign-in', { username: 'dave' })
  expect(await create({ uid: body.user.uid })).toMatchObject({
    status: 400,
    body: { error: 'missing_wallet', error_message: 'The user has no wallet.' },
  })
})

test('on the real network it is not available, unless the setting allows it', async () => {
  const { create, set } = await startPaying({ network: 'Pi Network' })
  const refused = await create()
  await set({ a2u_on_mainnet: true })

  expect(refused).toMatchObject({ status: 403, body: { error: 'feature_not_available' } })
  expect((await create()).body).toMatchObject({ network: 'Pi Network' })
})

test('M6: a mock that is full of open payments begins none', async () => {
  const { create, set, havePayout, act } = await startPaying({ limits: { openPayments: 2 } })
  await set({ a2u_concurrency: 'off' })
  await create()
  const { identifier } = await havePayout()
  expect(await create()).toMatchObject({ status: 400, body: { error: 'too_many_payments' } })
  await act(identifier, 'cancel')
  expect((await create()).status).toBe(200)
})
