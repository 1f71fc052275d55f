import { expect, test } from 'vitest'
import { CALLS_PER_LEDGER, MAX_CALLS_AT_ONCE } from '../../src/payouts/worker/call-budget.ts'
import { MINUTE, openSmallWorld, SECOND, type SmallWorld } from './small-world.ts'

/** The written bound on calls to one of Pi and Horizon. */
function bound(world: SmallWorld, ms: number): number {
  return MAX_CALLS_AT_ONCE + (ms / world.settings.ledgerMs) * CALLS_PER_LEDGER
}

function callsSince(world: SmallWorld, at: number, name: string): number {
  return world.calls.filter((call) => call.at >= at && call.name.startsWith(name)).length
}

/** A world that has paid once, so that nothing of a new wallet is left to do. */
async function openPaidWorld(): Promise<SmallWorld> {
  const world = openSmallWorld()
  world.ask(1)
  await world.until(() => world.states().completed === 1, MINUTE)
  return world
}

test('while the chain is stopped one payment is prepared ahead, and calls are few', async () => {
  const world = await openPaidWorld()
  world.ledgers.stop()
  const from = world.now()
  world.ask(5_000)
  for (const minutes of [1, 10]) {
    await world.run(from + minutes * MINUTE - world.now())
    expect(callsSince(world, from, 'pi.create')).toBe(2)
    expect(callsSince(world, from, 'pi.incomplete')).toBeLessThanOrEqual(minutes)
    expect(callsSince(world, from, 'pi.')).toBeLessThanOrEqual(2 + minutes)
    expect(callsSince(world, from, 'chain.')).toBeLessThanOrEqual(20 * minutes)
    expect(20 * minutes).toBeLessThan(bound(world, minutes * MINUTE))
    const ahead = { completed: 1, signed: 1, created: 1, received: 4_998 }
    expect(world.states()).toEqual(ahead)
  }
  expect(world.codes()).toEqual(['stuck'])
  expect(world.alarms).toHaveLength(1)

  // What was signed has run out by the time that the first ledger shows it; that is seen one ledger later at the latest.
  world.ledgers.go()
  const first = world.ledger() + 1
  await world.until(() => world.ledger() >= first + 9, 5 * MINUTE)
  const paidIn = world.chain.history().map(({ ledger }) => ledger - first)
  expect(paidIn.slice(-8)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  expect(world.violations).toEqual([])
})

test('the ledger after a stop within the time bound takes a payout', async () => {
  const world = await openPaidWorld()
  const before = world.ledger()
  world.ledgers.stop()
  world.ask(5_000)
  await world.run((world.settings.timeBoundSeconds - 10) * SECOND)
  world.ledgers.go()
  await world.until(() => world.ledger() >= before + 5, MINUTE)
  const paidIn = world.chain.history().map(({ ledger }) => ledger - before)
  expect(paidIn.slice(1)).toEqual([1, 2, 3, 4, 5])
  expect(world.violations).toEqual([])
})

test('the payout that is prepared ahead waits for its turn, and for no fault', async () => {
  const world = await openPaidWorld()
  world.ledgers.stop()
  world.ask(5)
  await world.run(2 * MINUTE)
  const ahead = world.payouts().find(({ state }) => state === 'created')
  expect(ahead).toMatchObject({ waitsFor: null, attempts: 0 })
})
