import { expect, test } from 'vitest'
import { haveFault } from './have-fault.ts'

const APPROVE = { operation: 'platform.payments.approve' }
const BUSY = { type: 'status', status: 503 } as const

test('a rule is added, counted, listed and removed', async () => {
  const { control, call, havePayment, ask } = await haveFault()
  const rule = { match: APPROVE, when: { first: 1 }, effect: BUSY }
  const { id } = await havePayment()

  const added = await control('/faults', rule)
  const first = await ask('POST', `/payments/${id}/approve`)
  const second = await ask('POST', `/payments/${id}/approve`)
  const listed = await call('GET', '/_mock/faults')
  const removed = await control('/faults/fault-1/remove')
  const again = await control('/faults/fault-1/remove')

  expect(added).toMatchObject({
    status: 201,
    body: { id: 'fault-1', source: 'rule', seen: 0, hits: 0, ...rule },
  })
  expect([first.status, second.status]).toEqual([503, 200])
  expect(first.headers.get('x-mock-rule')).toBe('fault/status')
  expect(listed.body).toMatchObject({
    faults: [{ id: 'fault-1', seen: 2, hits: 1 }],
    held: 0,
    operations: expect.arrayContaining(['platform.payments.complete', 'chain.submit']),
    effects: expect.arrayContaining(['lost-answer']),
  })
  expect(removed.body).toMatchObject({ id: 'fault-1', hits: 1 })
  expect(again).toMatchObject({
    status: 404,
    body: { error: 'fault_not_found', error_message: 'There is no fault fault-1' },
  })
})

test.each([
  [
    { match: { operation: 'payments.approve' }, effect: BUSY },
    'match.operation must be the name of an operation: perhaps platform.payments.approve',
  ],
  [
    { match: { operation: 'x' }, effect: BUSY },
    'match.operation must be the name of an operation: GET /_mock/faults lists all',
  ],
  [{ match: { operatoin: 'x' }, effect: BUSY }, 'match must not have "operatoin"'],
  [{ effect: { type: 'boom' } }, /^effect\.type must be one of latency, error, status, html-500/],
  [{ effect: { ...BUSY, code: 1 } }, 'effect must not have "code"'],
  [
    { effect: { type: 'error', code: 'cancelled_payment' } },
    'match.operation is required for an error: its code belongs to one API',
  ],
  [
    { match: APPROVE, effect: { type: 'error', code: 'timeout' } },
    /^effect\.code must be one of invalid_authorization/,
  ],
  [
    { match: APPROVE, effect: { type: 'stale' } },
    /^match\.operation must be platform\.payments\.get or/,
  ],
  [
    { match: APPROVE, effect: { type: 'timeout-lost' } },
    "match.operation must be chain.submit for Horizon's 504",
  ],
  [
    { effect: { type: 'latency' } },
    'effect must have ms, or min_ms and max_ms, or median_ms and sigma',
  ],
  [
    { effect: { type: 'latency', min_ms: 2, max_ms: 1 } },
    'effect must have a min_ms that is not above max_ms',
  ],
  [
    { effect: { type: 'latency', ms: 1, sigma: 1 } },
    'effect must have ms, or min_ms and max_ms, or median_ms and sigma',
  ],
  [
    { effect: { type: 'status', status: 204, body: 'x' } },
    'effect.body must be left out: 204 has no body',
  ],
  [{ effect: BUSY, when: { chance: 0 } }, 'when.chance must be a number above 0, at most 1'],
  [
    { effect: { ...BUSY, content_type: 'a\r\nb' } },
    'effect.content_type must be a content type like text/html',
  ],
])('%j is refused by name', async (rule, message) => {
  const { control } = await haveFault()
  const { status, body } = await control('/faults', rule)
  expect([status, body.error]).toEqual([400, 'invalid_request'])
  expect(body.error_message).toMatch(message)
  expect((await control('/faults/clear')).body.faults).toEqual([])
})

test.each([
  [{ app: 'nobody' }, 'There is no app nobody'],
  [{ user: 'nobody' }, 'There is no user nobody'],
  [{ payment: 'nobody' }, 'There is no payment nobody'],
])('a rule for %j is refused: nothing has that name', async (match, message) => {
  const { control } = await haveFault()
  const refused = await control('/faults', { match, effect: BUSY })
  expect([refused.status, refused.body.error_message]).toEqual([404, message])
})

test('rules match by app, user, payment, method and path', async () => {
  const { control, call, havePayment, addFault, appId, url, headers } = await haveFault()
  const { body: other } = await control('/apps')
  const mine = await havePayment()
  const { id: bobs } = await havePayment('created', { username: 'bob' })
  const statusOf = async (method: string, path: string, key = headers.authorization) =>
    (await fetch(`${url}/v2${path}`, { method, headers: { authorization: key } })).status
  const meets = async (match: object) => {
    const fault = addFault({ match, effect: { type: 'status', status: 599 } })
    const statuses = [
      await statusOf('GET', `/payments/${mine.id}`),
      await statusOf('GET', `/payments/${bobs}`),
      await statusOf('POST', `/payments/${mine.id}/cancel`, `Key ${other.api_key}`),
    ]
    await control(`/faults/${fault.id}/remove`)
    return statuses.map((status) => status === 599)
  }

  expect(await meets({})).toEqual([true, true, true])
  expect(await meets({ app: appId })).toEqual([true, true, false])
  expect(await meets({ app: other.app_id })).toEqual([false, false, true])
  expect(await meets({ user: 'bob' })).toEqual([false, true, false])
  expect(await meets({ payment: mine.id })).toEqual([true, false, true])
  expect(await meets({ method: 'POST' })).toEqual([false, false, true])
  expect(await meets({ path: `/v2/payments/${bobs}` })).toEqual([false, true, false])
  expect(await meets({ path: '/v2/*/cancel' })).toEqual([false, false, true])
  expect(await meets({ operation: 'platform.payments.*', method: 'GET' })).toEqual([
    true,
    true,
    false,
  ])
  expect(await meets({ operation: 'chain.*' })).toEqual([false, false, false])
  expect((await call('GET', '/_mock')).status).toBe(200)
})

test('a user is known by token, and as the recipient of a payment', async () => {
  const { addFault, asApp, call, signIn, world, appId } = await haveFault()
  addFault({ match: { user: 'bob' }, effect: { type: 'status', status: 599 } })
  const me = async (user: string) =>
    (await call('GET', '/v2/me', { headers: { authorization: `Bearer ${await signIn(user)}` } }))
      .status
  const uid = world.users.find('bob')?.grants.get(appId)?.uid
  const paid = await asApp('POST', '/payments', {
    payment: { amount: 1, memo: 'x', metadata: { a: 1 }, uid },
  })
  expect([await me('alice'), await me('bob'), paid.status]).toEqual([200, 599, 599])
})

test('a wrong key is refused as usual: a fault comes after it', async () => {
  const { addFault, url } = await haveFault()
  addFault({ effect: BUSY })
  const response = await fetch(`${url}/v2/payments/x`, { headers: { authorization: 'Key wrong' } })
  expect(response.status).toBe(401)
})

test('an error has the body of its table, with the payment where Pi sends one', async () => {
  const { addFault, asApp, call, havePayment, signIn } = await haveFault()
  const { id } = await havePayment()
  const errorOf = (operation: string, code: string, extra = {}) =>
    addFault({
      match: { operation },
      when: { first: 1 },
      effect: { type: 'error', code, ...extra },
    })

  errorOf('platform.payments.complete', 'verification_failed', {
    verification_error: 'tx_not_found',
  })
  expect(await asApp('POST', `/payments/${id}/complete`, { txid: 'a' })).toMatchObject({
    status: 400,
    body: { error: 'verification_failed', verification_error: 'tx_not_found' },
  })
  errorOf('platform.payments.get', 'payment_not_found')
  expect((await asApp('GET', `/payments/${id}`)).body).toEqual({
    error: 'payment_not_found',
    error_message: `Payment ${id} was not found.`,
  })
  errorOf('platform.payments.approve', 'already_approved')
  const approved = await asApp('POST', `/payments/${id}/approve`)
  expect(approved.body).toMatchObject({ error: 'already_approved', payment: { identifier: id } })
  expect(approved.text).toContain('"amount":1.0')
  errorOf('platform.payments.approve', 'wrong_key')
  expect(await asApp('POST', `/payments/${id}/approve`)).toMatchObject({
    status: 401,
    body: { error: 'Invalid/missing API key' },
  })
  errorOf('platform.me.get', 'invalid_authorization')
  const headers = { authorization: `Bearer ${await signIn()}` }
  expect(await call('GET', '/v2/me', { headers })).toMatchObject({ status: 401, text: '' })
  errorOf('platform.notifications.notify', 'quota_exceeded')
  expect(await asApp('POST', '/in_app_notifications/notify', { notifications: [] })).toMatchObject({
    status: 403,
    body: { error: expect.stringContaining('Notification quota exceeded') },
  })
})

test('the page of a crash has the length of the captured one', async () => {
  const { addFault, ask } = await haveFault()
  addFault({ effect: { type: 'html-500' } })
  const response = await ask('GET', '/payments/x')
  expect(response.headers.get('content-length')).toBe('1635')
  expect(await response.text()).toHaveLength(1635)
})

test('Retry-After can be a date', async () => {
  const { addFault, ask } = await haveFault()
  addFault({ effect: { type: 'rate-limit', retry_after_s: 60, retry_after_as: 'date' } })
  const response = await ask('GET', '/payments/x')
  expect(response.headers.get('retry-after')).toBe('Thu, 01 Jan 2026 00:01:00 GMT')
})

test('pages of other origins can read what a fault sends', async () => {
  const { addFault, url, signIn } = await haveFault()
  addFault({ effect: { type: 'html-500' } })
  const headers = { authorization: `Bearer ${await signIn()}`, origin: 'https://app.example' }
  const response = await fetch(`${url}/v2/me`, { headers })
  expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([500, '*'])
})

test('faults of the start are back after a reset, others are gone', async () => {
  const { control, addFault, world, ask } = await haveFault({
    faults: [{ match: { operation: 'platform.payments.get' }, effect: BUSY }],
  })
  addFault({ effect: { type: 'empty' } })
  expect((await ask('GET', '/payments/x')).status).toBe(503)
  await control('/reset')
  expect(world.faults.list()).toMatchObject([{ id: 'fault-1', hits: 0, effect: BUSY }])
})

test('a bad rule at the start is refused by name', async () => {
  await expect(haveFault({ faults: [{ effect: { type: 'bad' } } as never] })).rejects.toThrow(
    /^faults\.0\.effect\.type must be one of latency/,
  )
})

test('there is a limit of rules', async () => {
  const { control } = await haveFault({ limits: { faults: 1 } })
  await control('/faults', { effect: BUSY })
  expect(await control('/faults', { effect: BUSY })).toMatchObject({
    status: 409,
    body: { error_message: 'The mock keeps at most 1 faults: reset it to start again' },
  })
})
