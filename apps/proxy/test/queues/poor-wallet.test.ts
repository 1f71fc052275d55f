import { expect, test } from 'vitest'
import type { Payout } from '../../src/payouts/model/payout.ts'
import { HOUR, MINUTE, maxPerHour, openSmallWorld, type SmallWorld } from './small-world.ts'

const PI = 10_000_000n

function signedOf(world: SmallWorld, payouts: readonly Payout[]): number {
  return payouts.flatMap(({ id }) => world.store.envelopes(id)).length
}

test.each(['off', 'per-app'] as const)(
  'what the wallet cannot pay waits unsigned, and is paid once there is money (scope %s)',
  async (scope) => {
    const world = openSmallWorld({ isPoor: true, scope })
    const big = world.ask(38, { amount: 5n * PI })
    const small = world.ask(20, { amount: PI / 10n })

    const took = await world.until(() => world.isDone(small), HOUR)
    expect(took.ledgers).toBeLessThanOrEqual(25)
    await world.run(2 * HOUR)
    expect(world.states(big)).toEqual({ received: 38 })
    expect(signedOf(world, big)).toBe(0)
    expect(world.pi.records().size).toBe(20)
    expect(world.codes()).toEqual(['wallet_poor'])
    expect(world.alarms[0]?.at).toBeLessThan(MINUTE)
    expect(maxPerHour(world.alarms)).toBe(1)
    const chainCalls = world.calls.filter(({ name }) => name.startsWith('chain.'))
    expect(chainCalls.length).toBeLessThan(1_500)

    // Enough for seven of them, and then for all.
    world.chain.fund(36n * PI)
    await world.until(() => world.states(big).completed === 7, 2 * MINUTE)
    await world.run(5 * MINUTE)
    expect(world.states(big)).toEqual({ completed: 7, received: 31 })
    world.chain.fund(1_000n * PI)
    await world.until(() => world.isDone(big), 31 * 6_000 + MINUTE)
    expect(world.chain.history().every(({ successful }) => successful)).toBe(true)
    expect(world.wrong()).toEqual([])
  },
)

test('what the wallet cannot pay fails unsigned where that is the setting', async () => {
  const world = openSmallWorld({ isPoor: true, settings: { withoutMoney: 'fail' } })
  const big = world.ask(38, { amount: 5n * PI })
  const small = world.ask(20, { amount: PI / 10n })

  const took = await world.until(() => world.isDone(small), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(25)
  await world.until(() => world.states(big).failed === 38, 5 * MINUTE)
  expect(new Set(big.map((each) => world.row(each).failCode))).toEqual(
    new Set(['insufficient_balance']),
  )
  expect(signedOf(world, big)).toBe(0)
  expect(world.pi.records().size).toBe(20)
  expect(world.wrong()).toEqual([])
})

/** A payment of 5 Pi is open at Pi while another payout has the next sequence; meanwhile the money goes. */
async function haveLostMoney(scope: 'off' | 'per-user') {
  const world = openSmallWorld({ scope })
  world.ledgers.stop()
  const [first] = world.ask(1, { amount: PI / 10n })
  await world.until(() => world.states().signed === 1, MINUTE)
  const [big] = world.ask(1, { amount: 5n * PI })
  await world.until(() => world.states().created === 1, MINUTE)
  world.intercept({
    response({ name }, real) {
      if (name !== 'chain.account') return undefined
      const { value } = real as { value: object }
      return { kind: 'ok', value: { ...value, available: PI } }
    },
  })
  world.ledgers.go()
  if (first == null || big == null) throw new Error('Nothing was asked for')
  await world.until(() => world.isDone([first]), MINUTE)
  return { world, big }
}

test.each(['off', 'per-user'] as const)(
  'money that goes while a payment is open at Pi keeps it unsigned, and no others (scope %s)',
  async (scope) => {
    const { world, big } = await haveLostMoney(scope)
    const small = world.ask(5, { amount: PI / 10n })
    await world.until(() => world.isDone(small), 5 * MINUTE)
    expect(world.row(big)).toMatchObject({ state: 'created', waitsFor: 'money', isAside: true })
    expect(signedOf(world, [big])).toBe(0)
    expect(world.codes()).toContain('wallet_poor')

    world.intercept({})
    await world.until(() => world.isDone([big]), 2 * MINUTE)
    expect(maxPerHour(world.alarms)).toBe(1)
    expect(world.wrong()).toEqual([])
  },
)
