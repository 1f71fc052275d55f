import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const NO_ONE = 'nobody-0000000000000000'

test('a world begins with one app, two users and the documented payment', async () => {
  const { call, apiKey, appId, clientId, wallet } = await startMock()

  expect((await call('GET', '/_mock')).body).toEqual({
    name: 'default',
    worldId: expect.stringMatching(GUID),
    network: 'Pi Testnet',
    clock: { now: '2026-01-01T00:00:00.000Z', frozen: false, ahead_ms: 0 },
    settings: {
      spelling: 'guide+wire',
      foreign_payment: 'not-found',
      u2a_pending: 'replace-unpaid',
      approval_timeout_ms: 60_000,
      a2u_concurrency: 'per-app',
      a2u_on_mainnet: false,
      a2u_verification_lag_ms: 0,
      chain: '2026-05',
      ledger_close: 1000,
      ledger_inclusion: 'all',
      replica_lag_ledgers: 0,
      latest_ledger_header: true,
      refused_submission_status: 400,
      submit_timeout_ms: 30_000,
      stream_timeout_ms: 55_000,
      journal: 'apis',
      token_lifetime_ms: 86_400_000,
      wallet: null,
    },
    apps: 1,
    users: 2,
    payments: 1,
  })
  expect((await call('GET', '/_mock/apps')).body.apps).toEqual([
    {
      app_id: appId,
      name: 'demo-app',
      network: 'Pi Testnet',
      api_key: apiKey,
      wallet_address: wallet.address,
      wallet_seed: wallet.seed,
      origins: [],
      client_id: clientId,
      redirect_uris: [],
    },
  ])
  const { users } = (await call('GET', '/_mock/users')).body
  expect(users.map(({ username }: { username: string }) => username)).toEqual(['alice', 'bob'])
  expect(users[0].uids).toEqual({ [appId]: expect.stringMatching(GUID) })
})

test('the same seed gives the same keys, another seed gives others', async () => {
  const [one, same, other] = await Promise.all([
    startMock({ seed: 'one' }),
    startMock({ seed: 'one' }),
    startMock({ seed: 'other' }),
  ])
  expect(same.apiKey).toBe(one.apiKey)
  expect(same.wallet).toEqual(one.wallet)
  expect(same.appId).toBe(one.appId)
  expect(other.apiKey).not.toBe(one.apiKey)
  expect(same.world.worldId).not.toBe(one.world.worldId)
})

test('reset begins the same world under another name', async () => {
  const { call, control, havePayment, signIn } = await startMock()
  const before = (await call('GET', '/_mock')).body
  const first = await havePayment()
  const token = await signIn()
  await control('/settings', { u2a_pending: 'lock' }, 'PATCH')
  await control('/apps')
  await control('/users', { username: 'carol' })
  await control('/clock/advance', { ms: 1_000_000 })

  const { body: after } = await control('/reset')

  expect(after).toEqual({ ...before, worldId: expect.not.stringMatching(before.worldId) })
  const me = await call('GET', '/v2/me', { headers: { authorization: `Bearer ${token}` } })
  expect(me.status).toBe(401)
  expect((await havePayment()).id).toBe(first.id)
})

test('settings change one by one, and a wrong one changes nothing', async () => {
  const { call, control } = await startMock()
  const changed = await control('/settings', { approval_timeout_ms: 5 }, 'PATCH')
  const refused = await control('/settings', { spelling: 'wire', approval_timeout_ms: 0 }, 'PATCH')
  const unknown = await control('/settings', { colour: 'blue' }, 'PATCH')

  expect(changed.body).toMatchObject({ approval_timeout_ms: 5, spelling: 'guide+wire' })
  expect(refused.status).toBe(400)
  expect(refused.body.error_message).toMatch(/^approval_timeout_ms /)
  expect(unknown.body.error_message).toContain('"colour"')
  expect((await call('GET', '/_mock')).body.settings).toEqual(changed.body)
})

test.each([
  ['spelling', 'guide', 'must be "guide+wire" or "wire"'],
  ['u2a_pending', 'refuse', 'must be "replace-unpaid" or "lock"'],
  ['a2u_concurrency', 'per-user ', 'must be "per-app", "per-user" or "off"'],
  ['ledger_inclusion', 5, 'must be "all" or "none"'],
])('the setting %s refuses %j and names its values', async (name, value, rule) => {
  const { control } = await startMock()
  const { status, body } = await control('/settings', { [name]: value }, 'PATCH')
  expect(status).toBe(400)
  expect(body.error_message).toBe(`${name} ${rule}`)
})

const ackRule = 'must be "granted", "revoked", "failed" or null'
const limitRule = 'must be a whole number from 1 to 200'
const advanceRule = 'must be at most 315360000000: ten years'
test.each<[method: string, path: string, body: unknown, sentence: string]>([
  ['POST', '/ads', { mediator_ack_status: 'maybe' }, `mediator_ack_status ${ackRule}`],
  ['POST', '/ads', {}, `mediator_ack_status ${ackRule}`],
  ['GET', '/payments?limit=0', undefined, `limit ${limitRule}`],
  ['GET', '/payments?limit=201', undefined, `limit ${limitRule}`],
  ['GET', '/payments?limit=ten', undefined, `limit ${limitRule}`],
  ['POST', '/clock/advance', { ms: 315_360_000_001 }, `ms ${advanceRule}`],
  ['POST', '/clock/advance', {}, 'ms is required'],
])('%s %s with %j is refused in a sentence', async (method, path, json, sentence) => {
  const { call } = await startMock()
  const response = await call(method, `/_mock${path}`, json == null ? {} : { json })
  expect(response).toMatchObject({ status: 400, body: { error_message: sentence } })
})

test('an app is made with its own key and wallet', async () => {
  const { control, apiKey } = await startMock()
  const { status, body } = await control('/apps', { name: 'shop' })
  expect(status).toBe(201)
  expect(body).toMatchObject({ name: 'shop', network: 'Pi Testnet' })
  expect(body.app_id).toMatch(/^shop-[0-9a-f]{16}$/)
  expect(body.api_key).toMatch(/^alohamock[a-z0-9]{55}$/)
  expect(body.api_key).not.toBe(apiKey)
})

test("M4: a mock is on the real network's name only when started so, and warns of it", async () => {
  const usual = await startMock()
  const asked = await usual.control('/apps', { name: 'shop', network: 'Pi Network' })
  const named = await startMock({ network: 'Pi Network' })
  const { body: app } = await named.control('/apps', { name: 'shop' })

  expect(asked).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(asked.body.error_message).toContain('must not have "network"')
  expect(usual.logged).toEqual([])
  expect(app.network).toBe('Pi Network')
  expect((await named.call('GET', '/_mock')).body.network).toBe('Pi Network')
  expect(named.logged).toEqual([expect.stringMatching(/^warning: this mock is on "Pi Network"/)])
})

test('a user is made once, with a wallet unless told otherwise', async () => {
  const { control } = await startMock()
  const carol = await control('/users', { username: 'carol' })
  expect(carol.status).toBe(201)
  expect(carol.body).toMatchObject({ wallet_address: expect.stringMatching(/^G/), uids: {} })
  const dave = await control('/users', { username: 'dave', wallet: false })
  expect(dave.body.wallet_address).toBeNull()
  expect(await control('/users', { username: 'carol' })).toMatchObject({
    status: 409,
    body: { error: 'already_exists', error_message: 'User carol already exists' },
  })
})

test('a payment is begun, cancelled and listed as the user', async () => {
  const { control, call } = await startMock()
  const begun = await control('/payments', { username: 'alice', amount: 2.5 })
  const id = begun.body.payment.identifier
  const cancelled = await control(`/payments/${id}/cancel`)

  expect(begun.status).toBe(201)
  expect(begun.body).toMatchObject({
    username: 'alice',
    payment: { amount: 2.5, memo: 'A payment', metadata: { source: 'mock' } },
    timeline: [{ at: '2026-01-01T00:00:00.000Z', event: 'created' }],
  })
  expect(cancelled.body.payment.status).toMatchObject({ user_cancelled: true, cancelled: false })
  expect(cancelled.body.timeline.at(-1).event).toBe('cancelled_by_user')
  expect((await call('GET', '/_mock/payments?limit=1')).body.payments).toEqual([cancelled.body])
})

test('payments are listed newest first, page by page', async () => {
  const { call, havePayment } = await startMock()
  const made: string[] = []
  for (let each = 0; each < 4; each++) made.push((await havePayment()).id)

  const pages: string[][] = []
  let next: string | null = ''
  while (next != null) {
    const before: string = next === '' ? '' : `&before=${next}`
    const { body } = await call('GET', `/_mock/payments?limit=2${before}`)
    pages.push(
      body.payments.map((each: { payment: { identifier: string } }) => each.payment.identifier),
    )
    next = body.next
  }

  const documented = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
  expect(pages).toEqual([[made[3], made[2]], [made[1], made[0]], [documented]])
})

test.each([
  ['/sign-in', { username: 'eve' }, 404, 'user_not_found', 'There is no user eve'],
  [
    '/sign-in',
    { username: 'alice', app_id: NO_ONE },
    404,
    'app_not_found',
    `There is no app ${NO_ONE}`,
  ],
  ['/sign-in', { username: 'alice', scopes: ['all'] }, 400, 'invalid_request', 'scopes[0] '],
  ['/sign-in', { username: 'alice', extra: 1 }, 400, 'invalid_request', 'must not have "extra"'],
  ['/users/eve/revoke', {}, 404, 'user_not_found', 'There is no user eve'],
  ['/users/a%20b/revoke', {}, 400, 'invalid_request', 'username must be 1 to 64'],
  ['/payments', { username: 'eve', amount: 1 }, 404, 'user_not_found', 'There is no user eve'],
  ['/payments', { username: 'alice' }, 400, 'invalid_request', 'amount '],
  [
    '/payments',
    { username: 'alice', amount: '2.5' },
    400,
    'invalid_request',
    'amount must be a number',
  ],
  ['/payments', { username: 'alice', amount: 1, app_id: NO_ONE }, 404, 'app_not_found', NO_ONE],
  ['/payments/abc/pay', {}, 404, 'payment_not_found', 'There is no payment abc'],
  ['/payments/abc/cancel', {}, 404, 'payment_not_found', 'There is no payment abc'],
  ['/ads', { app_id: NO_ONE, mediator_ack_status: null }, 404, 'app_not_found', NO_ONE],
  ['/ads', {}, 400, 'invalid_request', 'mediator_ack_status '],
  ['/clock/advance', { ms: -1 }, 400, 'invalid_request', 'ms must not be negative'],
  ['/clock/advance', { ms: 1.5 }, 400, 'invalid_request', 'ms must be whole'],
  ['/clock/jump', { to: 'tomorrow' }, 400, 'invalid_request', 'to must be ISO 8601'],
  ['/reset', { hard: true }, 400, 'invalid_request', 'body must not have "hard"'],
  ['/reset', null, 400, 'invalid_request', 'body must be {}'],
  ['/nothing', {}, 404, 'not_found', 'The mock has no endpoint POST /_mock/nothing'],
])('%s with %j is %i %s', async (path, json, status, error, words) => {
  const { control } = await startMock()
  const response = await control(path, json)
  expect(response).toMatchObject({ status, body: { error } })
  expect(response.body.error_message).toContain(words)
  expect(response.headers.get('x-mock-rule')).toBe(`control/${error}`)
})

test.each([
  ['pay', 'created', 'payment/not_approved', 'not approved by the developer yet'],
  ['pay', 'paid', 'payment/already_paid', 'already paid by transaction'],
  ['pay', 'completed', 'payment/already_completed', 'already completed'],
  ['cancel', 'paid', 'payment/tx_present', 'You cannot cancel this payment'],
] as const)('to %s a payment in state %s is refused: %s', async (action, state, rule, words) => {
  const { control, havePayment } = await startMock()
  const { id } = await havePayment(state)
  const refused = await control(`/payments/${id}/${action}`)
  expect(refused).toMatchObject({ status: 409, body: { error: 'payment_refused' } })
  expect(refused.headers.get('x-mock-rule')).toBe(rule)
  expect(refused.body.error_message).toContain(words)
})

test('a user who never granted the app cannot pay it', async () => {
  const { control } = await startMock()
  await control('/users', { username: 'carol' })
  const refused = await control('/payments', { username: 'carol', amount: 1 })
  expect(refused).toMatchObject({ status: 409, body: { error: 'payment_refused' } })
  expect(refused.headers.get('x-mock-rule')).toBe('user/missing_scope')
})
