import { expect, test } from 'vitest'
import type { Payment } from '@aloha-pi/contracts/platform'
import type { PiResult } from '../../src/payouts/model/ports.ts'
import {
  HOUR,
  MINUTE,
  maxPerHour,
  openSmallWorld,
  unknown,
  type SmallWorld,
} from './small-world.ts'

/** From the end of an outage: the longest pause of a minute, one ledger each, and one in five for retries. */
const ledgersAfter = (payouts: number) => 12 + Math.ceil(payouts * 1.2)

/** Pi's responses about payments of a user never name the transaction. */
function hideTransactions(
  world: SmallWorld,
  uid: string,
  { isFirstLost }: { isFirstLost: boolean },
) {
  let isLost = isFirstLost
  world.intercept({
    response({ name, args }, real) {
      if (name !== 'pi.complete' && name !== 'pi.get') return undefined
      if (world.pi.records().get(String(args[0]))?.dto.user_uid !== uid) return undefined
      if (isLost && name === 'pi.complete') {
        isLost = false
        return unknown('timeout')
      }
      return withoutTransaction(real as PiResult<Payment>)
    },
  })
}

function withoutTransaction(result: PiResult<Payment>): PiResult<Payment> {
  if (result.kind === 'ok') return { ...result, value: { ...result.value, transaction: null } }
  if (result.kind === 'unknown' || result.payment == null) return result
  return { ...result, payment: { ...result.payment, transaction: null } }
}

async function haveCompletedWithout(isFirstLost: boolean) {
  const world = openSmallWorld()
  const from = world.now()
  const [one] = world.ask(1)
  if (one == null) throw new Error('Nothing was asked for')
  hideTransactions(world, one.uid, { isFirstLost })
  await world.run(MINUTE)
  const others = world.ask(10)
  const took = await world.until(() => world.isDone(others), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(12)
  await world.run(3 * HOUR)
  expect(world.row(one)).toMatchObject({ state: 'paid', waitsFor: 'transaction', isAside: true })
  expect(world.alarmedAfter(from, 'no_transaction')).toBeLessThan(MINUTE)
  expect(world.alarms[0]).toMatchObject({ payoutId: one.id })
  expect(world.codes()).toEqual(['no_transaction', 'stuck'])
  expect(maxPerHour(world.alarms)).toBe(1)
  return { world, one }
}

test.each([
  ['200', false],
  ['already_completed', true],
])('complete returns %s without a transaction: once Pi names it, it ends', async (_, lost) => {
  const { world, one } = await haveCompletedWithout(lost)
  world.intercept({})
  await world.until(() => world.isDone([one]), world.settings.refusedMaxMs + MINUTE)
  expect(world.wrong()).toEqual([])
})

test.each([
  ['200', false],
  ['already_completed', true],
])('complete returns %s without a transaction permanently: settled, it ends', async (_, lost) => {
  const { world, one } = await haveCompletedWithout(lost)
  expect(world.store.settlePaid(one.id)).toMatchObject({ state: 'paid_unconfirmed' })
  const calls = world.calls.length
  await world.run(10 * MINUTE)
  expect(world.calls.slice(calls).map(({ name }) => name)).not.toContain('pi.complete')
  expect(world.violations).toEqual([])
})

test('Pi is down for an hour: one alarm says so, and all end after', async () => {
  const world = openSmallWorld()
  const payouts = world.ask(30)
  await world.run(MINUTE)
  const from = world.now()
  world.intercept({
    instead: ({ name }) => (name.startsWith('pi.') ? unknown('unreachable') : undefined),
  })
  await world.run(HOUR)
  expect(world.alarmedAfter(from, 'upstream_down')).toBeLessThan(MINUTE)
  expect(world.alarms[0]).toMatchObject({ code: 'upstream_down', detail: 'Pi: unreachable' })
  expect(world.codes()).toEqual(['upstream_down', 'stuck'])
  expect(maxPerHour(world.alarms)).toBe(1)
  // Whatever could be paid is paid: Pi is not needed for that.
  expect(world.states().signed ?? 0).toBe(0)

  world.intercept({})
  const took = await world.until(() => world.isDone(payouts), HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(ledgersAfter(30))
  expect(world.wrong()).toEqual([])
})
