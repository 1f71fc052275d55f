import { expect, test } from 'vitest'
import type { AccountSnapshot, ChainResult } from '../../src/payouts/model/ports.ts'
import {
  HOUR,
  MINUTE,
  maxPerHour,
  openSmallWorld,
  refusal,
  SECOND,
  unknown,
} from './small-world.ts'

/** From the end of an outage: the longest pause of a minute, one ledger each, and one in five for retries. */
const ledgersAfter = (payouts: number) => 12 + Math.ceil(payouts * 1.2)

const isDown = ({ name }: { name: string }) =>
  name.startsWith('chain.') ? unknown('unreachable') : undefined
const isMissing = ({ name }: { name: string }) =>
  name === 'chain.account' || name === 'chain.walletTransactions' ? { kind: 'absent' } : undefined

test.each([
  ['down', isDown, 'upstream_down', 'Horizon: unreachable'],
  ['without the wallet (merged)', isMissing, 'wallet_unknown', `G${'W'.repeat(55)}`],
] as const)('Horizon is %s for an hour: one alarm says so, and all end after', async (...row) => {
  const [, instead, code, detail] = row
  const world = openSmallWorld()
  const payouts = world.ask(30)
  await world.run(MINUTE)
  const from = world.now()
  world.intercept({ instead })
  await world.run(HOUR)
  expect(world.alarmedAfter(from, code)).toBeLessThan(1.5 * MINUTE)
  expect(world.alarms[0]).toMatchObject({ code, detail })
  expect(world.codes().filter((each) => each !== 'stuck')).toEqual([code])
  expect(maxPerHour(world.alarms)).toBe(1)

  world.intercept({})
  const took = await world.until(() => world.isDone(payouts), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(ledgersAfter(30))
  expect(world.wrong()).toEqual([])
})

test('a wallet that Horizon does not know yet: an alarm at once, and all end once it does', async () => {
  const world = openSmallWorld({ intercept: { instead: isMissing } })
  const payouts = world.ask(20)
  await world.run(HOUR)
  expect(world.alarmedAfter(0, 'wallet_unknown')).toBeLessThan(MINUTE)
  expect(world.codes()).toEqual(['wallet_unknown'])
  expect(world.pi.records().size).toBe(0)

  world.intercept({})
  const took = await world.until(() => world.isDone(payouts), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(ledgersAfter(20))
  expect(maxPerHour(world.alarms)).toBe(1)
  expect(world.wrong()).toEqual([])
})

/** Horizon falls so far behind while the lane works. */
async function haveLag(lagMs: number) {
  const world = openSmallWorld()
  const payouts = world.ask(30)
  await world.run(MINUTE)
  const from = world.now()
  world.lag(lagMs)
  await world.run(30 * MINUTE)
  return { world, payouts, from }
}

test('Horizon is half the time bound behind: all end', async () => {
  const { world, payouts } = await haveLag(30 * SECOND)
  expect(world.isDone(payouts)).toBe(true)
  expect(world.wrong()).toEqual([])
})

test.each([90, 200, 600])('Horizon is %s s behind for 30 minutes: all end after', async (s) => {
  const { world, payouts } = await haveLag(s * SECOND)
  world.lag(0)
  const took = await world.until(() => world.isDone(payouts), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(ledgersAfter(30))
  expect(world.wrong()).toEqual([])
})

test('Horizon is further behind than the time bound: an alarm says so', async () => {
  const { world, from } = await haveLag(200 * SECOND)
  expect(world.alarmedAfter(from, 'horizon_late')).toBeLessThan(5 * MINUTE)
})

/** Chain whose ledgers close only for a transaction, and which no one has used for longer than the time bound. */
async function haveInstantLedgers() {
  const world = openSmallWorld({ settings: { ledgerMs: SECOND } })
  const first = world.ask(1)
  await world.until(() => world.isDone(first), MINUTE)
  world.ledgers.stop()
  await world.run(HOUR)
  world.intercept({
    instead({ name, args }) {
      if (name !== 'chain.submit') return undefined
      const { hash } = args[0] as { hash: string }
      const maxTime = world.chain.orderOf(hash)?.maxTime ?? 0
      // The ledger that would be closed for it closes now.
      const isLate = world.closeTime() > maxTime
      if (isLate) return { ...refusal(400, 'tx_too_late'), operations: [] }
      world.ledgers.closeIn(300)
      return undefined
    },
  })
  const from = world.now()
  const payouts = world.ask(20)
  await world.run(10 * MINUTE)
  return { world, payouts, from }
}

test('instant ledgers that stood still go on once any transaction closes one', async () => {
  const { world, payouts } = await haveInstantLedgers()
  world.ledgers.closeIn(0)
  await world.until(() => world.isDone(payouts), 5 * MINUTE)
  expect(world.wrong()).toEqual([])
})

test('instant ledgers that do not close for long: an alarm says so', async () => {
  const { world, from } = await haveInstantLedgers()
  expect(world.alarmedAfter(from, 'horizon_late')).toBeLessThan(5 * MINUTE)
})

test('instant ledgers that do not close for long: the lane goes on by itself', async () => {
  const { world, payouts } = await haveInstantLedgers()
  expect(world.states(payouts)).toEqual({ completed: 20 })
})

/** The chain begins again, as test networks do: the wallet has another history, and a lower sequence than the books. */
async function haveReset() {
  const world = openSmallWorld()
  const before = world.ask(3)
  await world.until(() => world.isDone(before), MINUTE)
  const from = world.now()
  world.intercept({
    instead({ name }) {
      if (name === 'chain.submit') return { ...refusal(400, 'tx_bad_seq'), operations: [] }
      if (name === 'chain.transaction') return { kind: 'absent' }
      const none = { kind: 'ok', value: { transactions: [], isFull: false } }
      if (name === 'chain.walletTransactions') return none
      const ledger = { sequence: 20, closedAt: world.closeTime() }
      return name === 'chain.ledger' ? { kind: 'ok', value: ledger } : undefined
    },
    response({ name }, real) {
      const account = real as ChainResult<AccountSnapshot>
      if (name !== 'chain.account' || account.kind !== 'ok') return undefined
      const value = { ...account.value, sequence: 1n << 32n, ledger: 20, modifiedLedger: 1 }
      return { kind: 'ok', value }
    },
  })
  const payouts = world.ask(5)
  await world.run(HOUR)
  return { world, payouts, from }
}

test('a chain that began again: nothing is failed, cancelled or held', async () => {
  const { world, payouts } = await haveReset()
  const { failed = 0, cancelled = 0, held = 0 } = world.states(payouts)
  expect({ failed, cancelled, held }).toEqual({ failed: 0, cancelled: 0, held: 0 })
  expect(maxPerHour(world.alarms)).toBe(1)
})

test('a chain that began again: an alarm says so', async () => {
  const { world, from } = await haveReset()
  expect(world.alarmedAfter(from, 'chain_reset')).toBeLessThan(5 * MINUTE)
})
