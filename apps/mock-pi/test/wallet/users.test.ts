import { expect, test } from 'vitest'
import { startWallet } from './start-wallet.ts'

const BALANCE = '10000.0000000'

test('the state is what a page needs before its first dialog', async () => {
  const { wallet, control, world, appId } = await startWallet()
  const state = {
    world_id: world.worldId,
    clock: { now: '2026-01-01T00:00:00.000Z', frozen: false },
    app: { app_id: appId, name: 'demo-app', network: 'Pi Testnet' },
    autopilot: null,
    approval_timeout_ms: 60_000,
  }
  expect(await wallet('/state')).toMatchObject({ status: 200, body: state })
  await control('/settings', { wallet: { user: 'bob' }, approval_timeout_ms: 5 }, 'PATCH')
  await control('/clock/freeze')
  expect((await wallet('/state')).body).toEqual({
    ...state,
    clock: { ...state.clock, frozen: true },
    autopilot: { user: 'bob', consent: 'allow', payment: 'pay', delay_ms: 0 },
    approval_timeout_ms: 5,
  })
})

test("without an app id the app is that of the page's origin, else the first one", async () => {
  const { wallet, control, appId } = await startWallet()
  const shopOrigins = ['https://shop.example', 'http://localhost:4000']
  const { body: shop } = await control('/apps', { name: 'shop', origins: shopOrigins })
  const appOf = async (origin: string, query = '') =>
    (await wallet(`/state${query}`, undefined, { origin })).body.app?.app_id
  expect(await appOf('http://localhost:3000')).toBe(appId)
  for (const origin of shopOrigins) expect(await appOf(origin)).toBe(shop.app_id)
  expect(await appOf('http://localhost:4000', `?app_id=${appId}`)).toBe(appId)
  expect(await appOf('http://localhost:3000', `?app_id=${shop.app_id}`)).toBe(shop.app_id)
  const unknown = await wallet('/state?app_id=none')
  expect(unknown).toMatchObject({ status: 404, body: { error_message: 'There is no app none' } })
  expect(unknown.headers.get('x-mock-rule')).toBe('wallet/app_not_found')
})

test('users are listed with what they hold and what they allow the app', async () => {
  const { wallet, control } = await startWallet()
  const { body: shop } = await control('/apps', { name: 'shop' })
  await control('/users', { username: 'dave', wallet: false })
  await control('/sign-in', { username: 'bob', app_id: shop.app_id, scopes: ['username'] })
  const { users } = (await wallet(`/users?app_id=${shop.app_id}`)).body
  expect(users).toEqual([
    {
      username: 'alice',
      wallet_address: expect.stringMatching(/^G/),
      balance: BALANCE,
      granted_scopes: [],
    },
    {
      username: 'bob',
      wallet_address: expect.stringMatching(/^G/),
      balance: BALANCE,
      granted_scopes: ['username', 'platform'],
    },
    { username: 'dave', wallet_address: null, balance: null, granted_scopes: [] },
  ])
  expect((await wallet('/users')).body.users[0].granted_scopes).toContain('payments')
})

test('a new user of the dialog can sign in at once, and is made once', async () => {
  const { wallet, call } = await startWallet()
  const made = await wallet('/users', { username: 'carol' })
  expect(made).toMatchObject({
    status: 201,
    body: { username: 'carol', balance: BALANCE, granted_scopes: [] },
  })
  expect(await wallet('/users', { username: 'carol' })).toMatchObject({
    status: 409,
    body: { error: 'already_exists', error_message: 'User carol already exists' },
  })
  const signedIn = await wallet('/sign-in', { username: 'carol', scopes: ['username'] })
  const authorization = `Bearer ${signedIn.body.access_token}`
  const me = await call('GET', '/v2/me', { headers: { authorization } })
  expect(me.body).toEqual(signedIn.body.user)
  expect(me.body).toMatchObject({ username: 'carol' })
})

test('M6: users and grants are limited, and the refusal says so', async () => {
  const { wallet } = await startWallet({ limits: { users: 3, grants: 2 } })
  expect((await wallet('/users', { username: 'carol' })).status).toBe(201)
  expect(await wallet('/users', { username: 'dave' })).toMatchObject({
    status: 409,
    body: { error: 'limit_reached', error_message: expect.stringContaining('at most 3 users') },
  })
  expect(await wallet('/sign-in', { username: 'carol', scopes: [] })).toMatchObject({
    status: 409,
    body: { error: 'limit_reached', error_message: expect.stringContaining('at most 2 grants') },
  })
})

test('consent is remembered for each app and user, and a token has the scopes of its sign-in', async () => {
  const { wallet, control, appId } = await startWallet()
  await control('/users/alice/revoke')
  const grantedBy = async (name: string, app = appId) => {
    const { users } = (await wallet(`/users?app_id=${app}`)).body
    const user = users.find(({ username }: { username: string }) => username === name)
    return user.granted_scopes
  }
  expect(await grantedBy('alice')).toEqual([])
  const fewer = await wallet('/sign-in', { username: 'alice', scopes: ['username'] })
  expect(fewer.body.user.credentials.scopes).toEqual(['username', 'platform'])
  expect(await grantedBy('alice')).toEqual(['username', 'platform'])
  const more = await wallet('/sign-in', { username: 'alice', scopes: ['payments'] })
  expect(more.body.user.credentials.scopes).toEqual(['payments', 'platform'])
  expect(await grantedBy('alice')).toEqual(['username', 'platform', 'payments'])

  const { body: shop } = await control('/apps', { name: 'shop' })
  expect(await grantedBy('alice', shop.app_id)).toEqual([])
})

test('a revoke ends the consent and its tokens', async () => {
  const { wallet, control, call } = await startWallet()
  const { body } = await wallet('/sign-in', { username: 'alice', scopes: ['username'] })
  await control('/users/alice/revoke')
  const headers = { authorization: `Bearer ${body.access_token}` }
  expect((await call('GET', '/v2/me', { headers })).status).toBe(401)
  expect((await wallet('/users')).body.users[0].granted_scopes).toEqual([])
  const again = await wallet('/sign-in', { username: 'alice', scopes: ['username'] })
  expect(again.body.user.uid).not.toBe(body.user.uid)
})

test.each([
  [{ username: 'eve', scopes: [] }, 404, 'user_not_found', 'There is no user eve'],
  [{ username: 'alice', scopes: [], app_id: 'none' }, 404, 'app_not_found', 'There is no app none'],
  [{ username: 'alice' }, 400, 'invalid_request', 'scopes must be a list of scopes'],
  [{ username: 'alice', scopes: ['all'] }, 400, 'invalid_request', 'scopes[0] must be "username"'],
  [{ username: 'a b', scopes: [] }, 400, 'invalid_request', 'username must be 1 to 64'],
  [{ username: 'alice', scopes: [], x: 1 }, 400, 'invalid_request', 'body must not have "x"'],
])('a sign-in with %j is %i %s', async (body, status, error, words) => {
  const { wallet } = await startWallet()
  const refused = await wallet('/sign-in', body)
  expect(refused).toMatchObject({ status, body: { error } })
  expect(refused.body.error_message).toContain(words)
  expect(refused.headers.get('x-mock-rule')).toBe(`wallet/${error}`)
})
