import { expect, test } from 'vitest'
import { NOW, startMock } from '../../test/start-mock.ts'

test('the clock is frozen, moved and resumed', async () => {
  const { control, call } = await startMock()
  expect((await control('/clock/freeze')).body.frozen).toBe(true)
  expect((await control('/clock/advance', { ms: 1500 })).body).toEqual({
    now: '2026-01-01T00:00:01.500Z',
    frozen: true,
    ahead_ms: 1500,
  })
  expect((await control('/clock/jump', { to: '2030-01-01T00:00:00Z' })).body.now).toBe(
    '2030-01-01T00:00:00.000Z',
  )
  expect((await control('/clock/resume')).body.frozen).toBe(false)
  expect((await call('GET', '/_mock/clock')).body.now).toBe('2030-01-01T00:00:00.000Z')
})

test('time goes neither back nor beyond the last instant, which the refusal names', async () => {
  const { control } = await startMock()
  const back = await control('/clock/jump', { to: '2020-01-01T00:00:00Z' })
  expect(back).toMatchObject({
    status: 400,
    body: { error_message: "to must not be before the mock's time" },
  })
  await control('/clock/jump', { to: '9998-12-31T00:00:00Z' })
  for (const [path, body, field] of [
    ['/clock/advance', { ms: 86_400_000 }, 'ms'],
    ['/clock/jump', { to: '9999-01-01T00:00:00Z' }, 'to'],
  ] as const) {
    expect(await control(path, body)).toMatchObject({
      status: 400,
      body: { error_message: `${field} must not move the clock beyond 9998-12-31T23:59:59.999Z` },
    })
  }
})

test('thousands of advances by 0 all work while the time runs on', async () => {
  let real = NOW
  const { control } = await startMock({ now: () => (real += 1) })
  for (let round = 0; round < 30; round++) {
    const responses = await Promise.all(
      Array.from({ length: 100 }, () => control('/clock/advance', { ms: 0 })),
    )
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
  }
})

test('at the last instant, and while the real time runs on, everything is served', async () => {
  let real = NOW
  const { control, call, asApp, havePayment, signIn } = await startMock({ now: () => real })
  await control('/clock/jump', { to: '9998-12-31T23:59:59.999Z' })
  real += 86_400_000
  await control('/settings', { token_lifetime_ms: 31_536_000_000 }, 'PATCH')

  const { id } = await havePayment('completed')
  const signedIn = await control('/sign-in', { username: 'bob' })
  expect(signedIn.body.user.credentials.valid_until.iso8601).toBe('9999-12-31T23:59:59Z')
  const authorization = `Bearer ${await signIn()}`
  const responses = [
    await call('GET', '/_mock/clock'),
    await call('GET', '/_mock/ledger'),
    await control('/ledger/close', { count: 3 }),
    await control('/clock/advance', { ms: 0 }),
    await control('/clock/freeze'),
    await control('/clock/resume'),
    await call('GET', '/ledgers?order=desc'),
    await call('GET', '/transactions'),
    await call('GET', '/fee_stats'),
    await call('GET', '/v2/me', { headers: { authorization } }),
    await asApp('GET', `/payments/${id}`),
  ]
  for (const { status, text } of responses) {
    expect(status).toBe(200)
    expect(text).not.toMatch(/"\+0|"10000-/)
  }
  expect(responses[0]?.body.now).toBe('9998-12-31T23:59:59.999Z')
  expect(responses[2]?.body.latest.closed_at).toBe('9998-12-31T23:59:59.000Z')
})

test('what falls due while the clock moves happens at its own time', async () => {
  const { control, call, havePayment, signIn } = await startMock()
  await havePayment()
  await signIn('bob')
  await control('/clock/advance', { ms: 10_000 })
  await control('/payments', { username: 'bob', amount: 1 })

  await control('/clock/jump', { to: '2026-06-01T00:00:00Z' })

  const { payments } = (await call('GET', '/_mock/payments?limit=2')).body
  expect(payments.map((each: { timeline: unknown[] }) => each.timeline.at(-1))).toEqual([
    { at: '2026-01-01T00:01:10.000Z', event: 'expired' },
    { at: '2026-01-01T00:01:00.000Z', event: 'expired' },
  ])
})

test('moving the clock is enough for a payment to expire: no one has to read it', async () => {
  const { control, havePayment, world } = await startMock()
  const { id } = await havePayment()
  await control('/clock/advance', { ms: 60_000 })
  expect(world.payments.find(id)?.state).toBe('expired')
})

test('a clock that is behind goes back to real time at once', async () => {
  let real = NOW
  const { control } = await startMock({ now: () => real })
  await control('/clock/freeze')
  real += 90_000
  const read = await control('/clock/freeze')
  expect(read.body.ahead_ms).toBe(-90_000)

  const { status, body } = await control('/clock/real')

  expect([status, body]).toEqual([
    200,
    { now: '2026-01-01T00:01:30.000Z', frozen: false, ahead_ms: 0 },
  ])
})

test('a clock that is ahead stops until real time has come up, and no ledger is undone', async () => {
  let real = NOW
  const { control, call, world } = await startMock({ now: () => real })
  await control('/clock/advance', { ms: 61_000 })
  const { sequence } = world.ledger.view().latest()

  const { body } = await control('/clock/real')
  expect(body).toEqual({ now: '2026-01-01T00:01:01.000Z', frozen: false, ahead_ms: 61_000 })

  real += 60_000
  const clock = async () => (await call('GET', '/_mock/clock')).body
  expect(await clock()).toMatchObject({ now: '2026-01-01T00:01:01.000Z', ahead_ms: 1_000 })
  expect(world.ledger.view().latest().sequence).toBe(sequence)
  real += 5_000
  expect(await clock()).toMatchObject({ now: '2026-01-01T00:01:05.000Z', ahead_ms: 0 })
  expect(world.ledger.view().latest().sequence).toBe(sequence + 4)
})

test('a clock that is too far ahead is not brought back, and the refusal says how far', async () => {
  const { control } = await startMock()
  await control('/clock/advance', { ms: 600_001 })
  const { status, body } = await control('/clock/real')
  expect([status, body]).toEqual([
    409,
    {
      error: 'clock_too_far_ahead',
      error_message:
        'The clock is 601 s ahead of real time, and time never goes back: reset the mock (POST /_mock/reset)',
    },
  ])
})
