import { expect, test } from 'vitest'
import { ALLOW, LOOPBACK, readRedirect, REGISTERED, startSignIn } from './start-sign-in.ts'

test('who allows is sent back with a token in the fragment, which reads /v2/me', async () => {
  const { answer, call } = await startSignIn()
  for (const redirect of [LOOPBACK, REGISTERED, 'http://[::1]:1/?a=b', 'https://127.0.0.1/']) {
    const { status, headers } = await answer(ALLOW, { redirect_uri: redirect })
    const { to, values } = readRedirect(headers)
    expect({ status, to, values }).toEqual({
      status: 303,
      to: redirect,
      values: {
        access_token: expect.stringMatching(/^[\w-]{43}$/),
        token_type: 'Bearer',
        expires_in: '86400',
        state: 's 1&é',
      },
    })
    const me = await call('GET', '/v2/me', {
      headers: { authorization: `Bearer ${values['access_token']}` },
    })
    expect(me).toMatchObject({
      status: 200,
      body: {
        username: 'alice',
        credentials: { scopes: ['username', 'wallet_address', 'platform'] },
      },
    })
  }
})

test('expires_in is the life of a token in whole seconds', async () => {
  const { answer } = await startSignIn({ settings: { token_lifetime_ms: 90_500 } })
  const { values } = readRedirect((await answer(ALLOW)).headers)
  expect(values['expires_in']).toBe('90')
})

test('the fragment has percent-escapes and no "+", and no state when none was sent', async () => {
  const { answer } = await startSignIn()
  const { location } = (await answer(ALLOW)).headers
  expect(location).toMatch(/&state=s%201%26%C3%A9$/)
  const without = readRedirect((await answer(ALLOW, { state: undefined })).headers)
  expect(Object.keys(without.values)).toEqual(['access_token', 'token_type', 'expires_in'])
  const empty = readRedirect((await answer(ALLOW, { state: '' })).headers)
  expect(empty.values['state']).toBe('')
})

test.each([
  ['refuse', 'access_denied'],
  ['cancelled', 'cancelled'],
  ['expired', 'expired'],
  ['server_error', 'server_error'],
])('the answer %s leads back with the error %s and the state', async (given, error) => {
  const { answer } = await startSignIn()
  const { status, headers } = await answer({ answer: given })
  expect({ status, ...readRedirect(headers) }).toEqual({
    status: 303,
    to: LOOPBACK,
    values: { error, error_description: expect.stringMatching(/^\w/), state: 's 1&é' },
  })
})

test.each([
  [{ response_type: undefined }, 'invalid_request'],
  [{ response_type: 'code' }, 'unsupported_response_type'],
])('a request with %j leads back with the error %s at once', async (change, error) => {
  const { open, answer } = await startSignIn()
  for (const { status, headers } of [await open(change), await answer(ALLOW, change)]) {
    expect([status, readRedirect(headers)]).toMatchObject([
      303,
      { to: LOOPBACK, values: { error, state: 's 1&é' } },
    ])
  }
})

test('a user can leave scopes out; what was not asked for is not granted', async () => {
  const { answer, call } = await startSignIn()
  const scopesOf = async (chosen: string[], scope?: string) => {
    const fields: [string, string][] = chosen.map((each) => ['scope', each])
    const { headers } = await answer(
      [['answer', 'allow'], ['user', 'alice'], ...fields],
      scope === undefined ? {} : { scope },
    )
    const { access_token: token } = readRedirect(headers).values
    const { body } = await call('GET', '/v2/me', { headers: { authorization: `Bearer ${token}` } })
    return body.credentials.scopes as string[]
  }
  expect(await scopesOf(['username'])).toEqual(['username', 'platform'])
  expect(await scopesOf([])).toEqual(['platform'])
  expect(await scopesOf(['username', 'roles', 'payments'])).toEqual(['username', 'platform'])
  // Without a scope, Pi Sign-in asks for the username.
  expect(await scopesOf(['username', 'wallet_address'], '')).toEqual(['username', 'platform'])
})

test('the scope payments is never granted: not asked, and not through what alice allowed before', async () => {
  const { open, answer, call } = await startSignIn()
  const change = { scope: 'payments username roles nonsense' }
  const { text } = await open(change)
  expect(text).toContain('<code>payments roles nonsense</code>')
  expect(text.match(/name="scope" value="(\w+)"/g)).toEqual(['name="scope" value="username"'])
  const { headers } = await answer([...ALLOW, ['scope', 'payments']], change)
  const authorization = `Bearer ${readRedirect(headers).values['access_token']}`
  const me = await call('GET', '/v2/me', { headers: { authorization } })
  expect(me.body.credentials.scopes).toEqual(['username', 'platform'])
  const payment = await call('POST', '/v2/payments/user_to_app', {
    headers: { authorization },
    json: { amount: 1, memo: 'm', metadata: { order: 1 } },
  })
  expect(payment).toMatchObject({ status: 401, body: { error: 'missing_scope' } })
})

test('consent is remembered for the app and the user, where the wallet looks for it', async () => {
  const mock = await startSignIn()
  const { body: shop } = await mock.control('/apps', { name: 'shop' })
  const granted = async () => {
    const { users } = (await mock.call('GET', `/_wallet/users?app_id=${shop.app_id}`)).body
    return users.map((user: { granted_scopes: string[] }) => user.granted_scopes)
  }
  const change = { client_id: shop.client_id }
  expect((await mock.open(change)).text).not.toContain('allowed before')
  await mock.answer(ALLOW, change)
  expect(await granted()).toEqual([['username', 'wallet_address', 'platform'], []])
  expect((await mock.open(change)).text.match(/allowed before/g)).toHaveLength(1)
})

test('a typed name signs in the user of that name, who is made if there is none', async () => {
  const { answer, call } = await startSignIn()
  const names = async () =>
    (await call('GET', '/_mock/users')).body.users.map(
      (user: { username: string }) => user.username,
    )
  for (const username of ['carol', 'bob']) {
    const { status } = await answer({ answer: 'allow', user: '', username })
    expect(status).toBe(303)
  }
  expect(await names()).toEqual(['alice', 'bob', 'carol'])
})

test.each([
  [{ user: '', username: 'a b' }, 400, 'The username must be 1 to 64 letters'],
  [{ user: '', username: '' }, 400, 'The username must be 1 to 64 letters'],
  [{ user: 'nobody', username: '' }, 404, 'There is no user nobody any more'],
])('with %j the page says what is wrong and keeps what was typed', async (fields, status, text) => {
  const { answer } = await startSignIn()
  const refused = await answer({ answer: 'allow', ...fields })
  expect(refused.status).toBe(status)
  expect(refused.headers.location).toBeUndefined()
  expect(refused.text).toContain(text)
  expect(/name="username"\s+value="([^"]*)"/.exec(refused.text)?.[1]).toBe(fields.username)
})

test('beyond the limits of the mock the page says so, and no user is made', async () => {
  const { answer, control } = await startSignIn({ limits: { users: 2, grants: 2 } })
  const user = await answer({ answer: 'allow', user: '', username: 'carol' })
  expect([user.status, user.text]).toEqual([409, expect.stringContaining('2 users')])
  const { body: shop } = await control('/apps', { name: 'shop' })
  const grant = await answer(ALLOW, { client_id: shop.client_id })
  expect([grant.status, grant.text]).toEqual([409, expect.stringContaining('2 grants')])
})

test('with an autopilot the page answers by its rules, at once or when its user has', async () => {
  const { open, control } = await startSignIn()
  const rules = (wallet: object | null) => control('/settings', { wallet }, 'PATCH')
  await rules({ user: 'bob' })
  const allowed = await open()
  expect([allowed.status, readRedirect(allowed.headers)]).toMatchObject([
    303,
    { to: LOOPBACK, values: { token_type: 'Bearer', state: 's 1&é' } },
  ])
  await rules({ user: 'bob', consent: 'refuse', delay_ms: 5000 })
  const later = open()
  await expect.poll(async () => (await control('/clock/advance', { ms: 1000 })).status).toBe(200)
  await control('/clock/advance', { ms: 4000 })
  expect(readRedirect((await later).headers).values['error']).toBe('access_denied')
  await rules({ user: 'nobody' })
  const failed = await open()
  expect([failed.status, failed.text]).toEqual([404, expect.stringContaining('no user nobody')])
  expect((await open({ redirect_uri: 'https://evil.example/' })).status).toBe(400)
  await rules(null)
  expect((await open()).status).toBe(200)
})

test.each(['iframe', 'frame', 'embed', 'object', 'fencedframe'])(
  'an autopilot signs no one in inside of %s, where the page is not shown',
  async (destination) => {
    const { open } = await startSignIn({ settings: { wallet: { user: 'alice' } } })
    const framed = await open({}, { 'sec-fetch-dest': destination })
    expect([framed.status, framed.headers['x-frame-options']]).toEqual([200, 'DENY'])
    expect((await open({}, { 'sec-fetch-dest': 'document' })).status).toBe(303)
  },
)
