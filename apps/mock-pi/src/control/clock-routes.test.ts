import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

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

test('time goes neither back nor beyond the year 9999', async () => {
  const { control } = await startMock()
  const back = await control('/clock/jump', { to: '2020-01-01T00:00:00Z' })
  expect(back).toMatchObject({
    status: 400,
    body: { error_message: 'to must not be before the time of the mock' },
  })
  await control('/clock/jump', { to: '9999-12-31T00:00:00Z' })
  const beyond = await control('/clock/advance', { ms: 86_400_000 })
  expect(beyond).toMatchObject({
    status: 400,
    body: { error_message: 'ms must not lead beyond the year 9999' },
  })
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
