import { expect, test } from 'vitest'
import { noFaults, type Faults } from '../../sim/kernel/faults.ts'
import { runHistory } from '../../sim/history.ts'
import type { Scope } from '../../sim/model/pi-records.ts'
import { drawPlan, noOperators, TO_BLOCKED_USER, type Plan } from '../../sim/world/plan.ts'
import { createRandom } from '../../testkit/random.ts'

const PAYOUTS = 5

async function run(faults: Partial<Faults>, scope: Scope, set: Partial<Plan> = {}) {
  const plan = {
    faults: { ...noFaults, ...faults },
    payouts: PAYOUTS,
    instances: 1,
    scope,
    faultsEndMs: 180_000,
    withoutMoney: 'wait' as const,
    ...set,
  }
  const { violations, states, stays, faults: met } = await runHistory({ seed: 3, plan })
  expect(violations).toEqual([])
  const [ended, staying] = [Object.fromEntries(states), Object.fromEntries(stays)]
  return { states: ended, stays: staying, met: Object.fromEntries(met) }
}

test.each<[string, Partial<Faults>, Scope, Partial<Plan>?]>([
  ['the app refused for a time', { appRefusals: 3 }, 'per-app'],
  ['refusals with codes that no table has', { unknownRefusals: 0.3 }, 'per-app'],
  ['300 open payments of other programs', { foreignOpen: 300 }, 'off'],
  ['300 of them, one open payment per user', { foreignOpen: 300 }, 'per-user'],
  ['one payment that blocks the app', { blockedApp: true }, 'per-app'],
  ['an empty wallet that money comes into', { emptyWallet: true }, 'per-app', { fundedMs: 90_000 }],
  ['Horizon five minutes behind', { farBehindMs: 300_000 }, 'per-app', { faultsEndMs: 330_000 }],
  ['503 for ten minutes', { unavailableMs: 600_000 }, 'per-app', { faultsEndMs: 630_000 }],
])('%s fails no payout: all are paid when it is over', async (_name, faults, scope, set) => {
  const { states } = await run(faults, scope, set)
  expect(states).toEqual({ completed: PAYOUTS })
})

test('each of these faults is met', async () => {
  const far = await run({ farBehindMs: 120_000 }, 'off')
  expect(far.met).toMatchObject({ 'Horizon far behind': 1 })
  const down = await run({ unavailableMs: 600_000 }, 'off', { faultsEndMs: 630_000 })
  expect(down.met['503']).toBeGreaterThan(5)
  const app = await run({ appRefusals: 3 }, 'off')
  expect(app.met['app refused']).toBeGreaterThan(3)
  const unknown = await run({ unknownRefusals: 0.3 }, 'off')
  expect(unknown.met['unknown refusal']).toBeGreaterThan(3)
})

test('complete refused for good: paid stays, and keeps others waiting only where it blocks them', async () => {
  const apart = await run({ completeRefused: 1 }, 'off')
  expect(apart.states).toEqual({ paid: PAYOUTS })
  const { states, stays } = await run({ completeRefused: 1 }, 'per-app')
  expect(states['paid']).toBe(1)
  expect(stays['blocked by an open payment']).toBe(PAYOUTS - 1)
})

test('cancel refused for good: what is cancelled stays on its way out', async () => {
  const { stays, met } = await run({ cancelRefused: 1, cancels: 1, inclusionLoss: 1 }, 'off')
  expect(stays['its cancel is refused for good']).toBeGreaterThan(0)
  expect(met['cancel refused for good']).toBeGreaterThan(0)
})

test('50 payouts to a user whose open payment no one closes keep no other user waiting', async () => {
  const { states, stays } = await run({ blockedUser: true }, 'per-user')
  expect(states['completed']).toBe(PAYOUTS)
  expect(stays).toEqual({ 'blocked by an open payment': TO_BLOCKED_USER })
})

test('an operator decides about what is held, and about what Pi never completes', async () => {
  const operators = { ...noOperators, decides: true }
  const held = await run({ lies: 1 }, 'off', { operators })
  expect(held.states['cancelled']).toBe(PAYOUTS)
  const forGood = { operators, faultsEndMs: 600_000 }
  const settled = await run({ completeRefused: 1 }, 'off', forGood)
  expect(settled.states['paid_unconfirmed']).toBeGreaterThan(0)
})

test('seeds draw a subset of the faults, and one to two of a hundred a long queue', () => {
  const plans = Array.from({ length: 5_000 }, (_, i) => drawPlan(createRandom(i), 'plain'))
  const share = (is: (plan: Plan) => boolean) => plans.filter(is).length / plans.length
  const many = share(({ payouts }) => payouts === 200)
  expect(many).toBeGreaterThan(0.01)
  expect(many).toBeLessThan(0.02)
  for (const fault of [
    'completeRefused',
    'cancelRefused',
    'unknownRefusals',
    'appRefusals',
    'foreignOpen',
    'farBehindMs',
    'unavailableMs',
  ] as const) {
    expect(share(({ faults }) => faults[fault] > 0)).toBeGreaterThan(0.01)
    expect(share(({ faults }) => faults[fault] > 0)).toBeLessThan(0.3)
  }
  for (const fault of ['blockedUser', 'blockedApp', 'emptyWallet'] as const) {
    expect(share(({ faults }) => faults[fault])).toBeGreaterThan(0.01)
  }
  // What lasts fits before the end of the faults.
  const lasts = ({ farBehindMs, unavailableMs }: Faults) => Math.max(farBehindMs, unavailableMs)
  expect(share(({ faults, faultsEndMs }) => lasts(faults) > faultsEndMs)).toBe(0)
})
