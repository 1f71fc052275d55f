import { expect, test } from 'vitest'
import { NOW, startMock } from '../../test/start-mock.ts'

test('the clock is frozen, moved and resumed', async () => {
  const { control, call } = await startMock()
  expect((await control('/clock/freeze')).body.frozen).toBe(true)
  expect((await control('/clock/advance', { ms: 1500 })).body).toEqual({
    now: '2026-01-01T00:00:01.500Z',
    frozen: true,
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
    body: { error_message: 'to must not be before the time of the mock' },
  })
  await control('/clock/jump', { to: '9998-12-31T00:00:00Z' })
  for (const [path, body, field] of [
    ['/clock/advance', { ms: 86_400_000 }, 'ms'],
    ['/clock/jump', { to: '9999-01-01T00:00:00Z' }, 'to'],
  ] as const) {
    expect(await control(path, body)).toMatchObject({
      status: 400,
      body: { error_message: `${field} must not lead beyond 9998-12-31T23:59:59.999Z` },
    })
  }
})

test('thousands of advances by 0 all work while the time runs on', async () => {
  let real = NOW
  const { control } = await startMock({ now: () => (real += 1) })
  for (let round = 0; round < 30; round++) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => control('/clock/advance', { ms: 0 })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
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
  const answers = [
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
  for (const { status, text } of answers) {
    expect(status).toBe(200)
    expect(text).not.toMatch(/"\+0|"10000-/)
  }
  expect(answers[0]?.body.now).toBe('9998-12-31T23:59:59.999Z')
  expect(answers[2]?.body.latest.closed_at).toBe('9998-12-31T23:59:59.000Z')
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

test('moving the clock is enough for a payment to expire: nobody has to read it', async () => {
  const { control, havePayment, world } = await startMock()
  const { id } = await havePayment()
  await control('/clock/advance', { ms: 60_000 })
  expect(world.payments.find(id)?.state).toBe('expired')
})
