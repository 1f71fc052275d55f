import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const asked = { amount: 3.14, memo: 'Coffee', metadata: { orderId: '1' } }

async function startAsAlice(scopes?: string[]) {
  const mock = await startMock()
  const token = await mock.signIn('alice', scopes == null ? {} : { scopes })
  const headers = { authorization: `Bearer ${token}` }
  return {
    ...mock,
    create: (json: unknown) => mock.call('POST', '/v2/payments/user_to_app', { headers, json }),
    incomplete: () => mock.call('GET', '/v2/payments/incomplete', { headers }),
  }
}

test('a new payment has every flag down and no transaction', async () => {
  const { create, wallet, appId, world } = await startAsAlice()
  const { status, body } = await create(asked)
  expect(status).toBe(200)
  expect(body).toEqual({
    identifier: expect.stringMatching(/^[A-Za-z0-9]{28}$/),
    user_uid: world.users.find('alice')?.grants.get(appId)?.uid,
    Pioneer_uid: body.user_uid,
    ...asked,
    from_address: '',
    to_address: wallet.address,
    direction: 'user_to_app',
    status: {
      developer_approved: false,
      transaction_verified: false,
      developer_completed: false,
      cancelled: false,
      user_cancelled: false,
      canceled: false,
      Pioneer_cancelled: false,
    },
    transaction: null,
    created_at: '2026-01-01T00:00:00.000Z',
    network: 'Pi Testnet',
    split_recipients: null,
    token_canonical: null,
  })
})

test('amounts are exact to the last of 7 decimals', async () => {
  const { create } = await startAsAlice()
  for (const amount of [1e-7, 536_870_911.9999999]) {
    expect((await create({ ...asked, amount })).body.amount).toBe(amount)
  }
})

test.each([
  ['amount', { ...asked, amount: 0 }, 'must be more than 0'],
  ['amount', { ...asked, amount: -1 }, 'must not be negative'],
  ['amount', { ...asked, amount: 1e-8 }, 'must have at most 7 decimals'],
  ['amount', { ...asked, amount: null }, 'must be a number'],
  ['amount', { ...asked, amount: '3.14' }, 'must be a number'],
  ['memo', { ...asked, memo: 5 }, 'must be a string'],
  ['metadata', { ...asked, metadata: {} }, 'must not be empty'],
  ['metadata', { amount: 1, memo: 'x' }, 'must be an object'],
  ['body', null, 'must be an object'],
])('%s of %j is refused as the wallet words it: %s', async (field, json, rule) => {
  const { create } = await startAsAlice()
  const response = await create(json)
  expect(response).toMatchObject({ status: 400, body: { error: 'invalid_input' } })
  expect(response.body.error_message).toContain(
    'Payment data is invalid. Please reach out to developer.',
  )
  expect(response.body.error_message).toContain(`${field} ${rule}`)
})

test('a token without the scope payments cannot pay', async () => {
  const { create } = await startAsAlice(['username'])
  expect(await create(asked)).toMatchObject({ status: 401, body: { error: 'missing_scope' } })
})

test('a paid payment that no one completed is found as incomplete, and blocks', async () => {
  const { create, incomplete, havePayment } = await startAsAlice()
  expect((await incomplete()).body).toEqual({ exists: false, payment: null })
  const { id } = await havePayment('paid')

  expect((await incomplete()).body).toMatchObject({ exists: true, payment: { identifier: id } })
  const refused = await create(asked)
  expect(refused).toMatchObject({
    status: 400,
    body: { error: 'pending_payment', payment: { identifier: id } },
  })
  expect(refused.headers.get('x-mock-rule')).toBe('payment/pending')
})

test('a user without a wallet cannot pay', async () => {
  const { call, control, signIn } = await startMock()
  await control('/users', { username: 'dave', wallet: false })
  const headers = { authorization: `Bearer ${await signIn('dave')}` }
  const refused = await call('POST', '/v2/payments/user_to_app', { headers, json: asked })
  expect(refused).toMatchObject({ status: 400, body: { error: 'missing_wallet' } })
})
