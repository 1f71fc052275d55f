import { expect, test } from 'vitest'
import { HOUR, MINUTE, maxPerHour, openSmallWorld, refusal, userId } from './small-world.ts'

/** Issue 12, line 8: ledgers in which so many payouts end, whatever cannot go on beside them. */
const ledgersFor = (payouts: number) => Math.ceil(payouts * 1.2) + 5

test.each([
  ['names the payment', true],
  ['does not name it', false],
])(
  '50 payouts to a user with an open payment keep no other waiting, where Pi %s',
  async (_, isNamed) => {
    const world = openSmallWorld({ scope: 'per-user' })
    world.pi.foreignPayment(userId(7), 1_000 * HOUR)
    const [blocker] = world.pi.records().values()
    const payment = isNamed ? (blocker?.dto ?? null) : null
    world.intercept({
      response: ({ name }, real) =>
        name === 'pi.create' && isRefused(real)
          ? refusal(400, 'ongoing_payment_found', { payment })
          : undefined,
    })
    const blocked = world.ask(50, { user: 7 })
    const others = world.ask(20)

    const took = await world.until(() => world.isDone(others), 12 * HOUR)
    expect(took.ledgers).toBeLessThanOrEqual(ledgersFor(20))

    await world.run(12 * HOUR)
    expect(world.states(blocked)).toEqual({ creating: 1, received: 49 })
    const head = world.payouts().find(({ state }) => state === 'creating')
    expect(head).toMatchObject({
      waitsFor: 'user_payment',
      blockedBy: payment?.identifier ?? null,
    })
    expect(maxPerHour(world.alarms)).toBe(1)
    expect(world.codes().toSorted()).toEqual(['foreign_payment', 'payment_blocks', 'stuck'])
    expect(world.alarms.find(({ code }) => code === 'stuck')).toMatchObject({ detail: '1' })
    expect(world.violations).toEqual([])
  },
)

test('50 users with an open payment each keep no other waiting', async () => {
  const world = openSmallWorld({ scope: 'per-user' })
  for (let user = 0; user < 50; user += 1) world.pi.foreignPayment(userId(user), 1_000 * HOUR)
  for (let user = 0; user < 50; user += 1) world.ask(1, { user })
  await world.run(30 * MINUTE)
  const others = world.ask(20)

  const took = await world.until(() => world.isDone(others), 12 * HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(ledgersFor(20))
  expect(world.states()).toEqual({ creating: 50, completed: 20 })
  expect(maxPerHour(world.alarms)).toBe(1)
  expect(world.violations).toEqual([])
})

test('the payouts of a user go on once the open payment is closed', async () => {
  const world = openSmallWorld({ scope: 'per-user' })
  world.pi.foreignPayment(userId(7), 1_000 * HOUR)
  const [blocker] = world.pi.records().keys()
  const blocked = world.ask(10, { user: 7 })
  await world.run(2 * HOUR)
  expect(world.states(blocked)).toEqual({ creating: 1, received: 9 })

  world.pi.cancel(blocker ?? '')

  // The longest back-off of a refusal, and then one each.
  const maxMs = world.settings.refusedMaxMs + ledgersFor(10) * world.settings.ledgerMs
  await world.until(() => world.isDone(blocked), maxMs)
  expect(world.wrong()).toEqual([])
})

test('183 payouts whose complete Pi refuses with an unknown code keep no other waiting', async () => {
  const world = openSmallWorld()
  const refused = world.ask(183)
  const theirs = new Set(refused.map(({ uid }) => uid))
  const isTheirs = (piId: unknown) =>
    theirs.has(world.pi.records().get(String(piId))?.dto.user_uid ?? '')
  world.intercept({
    instead: ({ name, args }) =>
      name === 'pi.complete' && isTheirs(args[0]) ? refusal(400, 'computer_says_no') : undefined,
  })
  const isPaid = () => world.states(refused).paid === 183
  const paid = await world.until(isPaid, 4 * HOUR)
  expect(paid.ledgers).toBeLessThanOrEqual(ledgersFor(183))

  const healthy = world.ask(20)
  const took = await world.until(() => world.isDone(healthy), 2 * HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(ledgersFor(20))

  await world.run(HOUR)
  expect(world.states(refused)).toEqual({ paid: 183 })
  expect(maxPerHour(world.alarms)).toBe(1)
  expect(world.codes().toSorted()).toEqual(['refused_for_now', 'stuck'])

  world.intercept({})
  await world.until(() => world.isDone(refused), HOUR)
  expect(world.wrong()).toEqual([])
})

function isRefused(response: unknown): boolean {
  return typeof response === 'object' && response != null && 'code' in response
}
