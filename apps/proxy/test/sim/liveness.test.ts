import { expect, test } from 'vitest'
import { maxCallsPerMinute } from '../../sim/check/call-bound.ts'
import { noFaults, type Faults } from '../../sim/kernel/faults.ts'
import { runHistory, type HistoryOptions } from '../../sim/history.ts'
import type { Plan } from '../../sim/world/plan.ts'
import type { StoreRules } from '../../sim/model/sim-database.ts'
import { simSettings } from '../../sim/kernel/settings.ts'

const planOf = (faults: Partial<Faults>, set: Partial<Plan> = {}): Partial<Plan> => ({
  faults: { ...noFaults, ...faults },
  payouts: 20,
  instances: 1,
  scope: 'off',
  faultsEndMs: 120_000,
  withoutMoney: 'wait',
  ...set,
})

async function invariantsOf(options: Omit<HistoryOptions, 'seed'>): Promise<string[]> {
  const { violations } = await runHistory({ seed: 5, ...options })
  return [...new Set(violations.map(({ invariant }) => invariant))]
}

const store = (change: Partial<StoreRules>) => ({
  mutateStore: (rules: StoreRules): StoreRules => ({ ...rules, ...change }),
})

/** Calls go out as they come. */
const withoutBudget = { limitCalls: <Ports>(ports: Ports) => ports }

test('the bound on calls is a number: 136 a minute at ledgers of 5 s, and 8 for each own transaction', () => {
  expect(maxCallsPerMinute(simSettings, 0)).toBe(136)
  expect(maxCallsPerMinute(simSettings, 12)).toBe(136 + 96)
})

test('I11: a runner without its budget of calls breaks the bound, the product does not', async () => {
  // Payouts that Pi refuses need no ledger: nothing but the budget holds them back.
  const plan = planOf({ definitiveRefusals: 1 }, { payouts: 200, faultsEndMs: 300_000 })
  expect(await invariantsOf({ plan })).toEqual([])
  expect(await invariantsOf({ plan, ...withoutBudget })).toEqual(['I11'])
})

test('I12: 200 payouts end in their turn', async () => {
  expect(await invariantsOf({ plan: planOf({}, { payouts: 200 }) })).toEqual([])
})

test('I12: a queue that takes the newest first lets the others wait too long', async () => {
  const plan = planOf({}, { payouts: 200 })
  expect(await invariantsOf({ plan, ...store({ isInTurn: false }) })).toEqual(['I12'])
})

test('I12: retries for a blocked user that keep their place starve the others', async () => {
  const plan = planOf({ blockedUser: true }, { scope: 'per-user' })
  expect(await invariantsOf({ plan })).toEqual([])
  expect(await invariantsOf({ plan, ...store({ isAside: false }) })).toEqual(['I12'])
})

// Found by the simulation: ten minutes of 503, in which others bumped the wallet's sequence 60 times.
test('I12: what others did meanwhile is read first, within the budget of calls', async () => {
  const { violations } = await runHistory({ seed: 4541 })
  expect(violations).toEqual([])
})

// A process that was paused during a retry counted the pause, and kept all retries waiting as long again.
test.each([107_261, 128_289])(
  'a pause during a retry keeps no other retry waiting: %i',
  async (seed) => {
    expect((await runHistory({ seed, family: 'plain' })).violations).toEqual([])
  },
)
