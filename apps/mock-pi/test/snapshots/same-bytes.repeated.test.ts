import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMockControl, MockControlError } from '../../src/control-client/index.ts'
import type { MockPiOptions } from '../../src/server/start-mock-pi.ts'
import { isProof } from '../properties/run-parameters.ts'
import { startMock } from '../start-mock.ts'

const CALLS = isProof ? 1_000 : 300
const presets = ['pending-lock', 'approved-no-tx', 'ongoing-a2u', 'paid-not-completed'] as const

/** The same varied calls to a new mock; returns what it saved and how many calls were not refused. */
async function play(options: MockPiOptions) {
  const mock = await startMock({ clock: '2026-01-01T00:00:00Z', ...options })
  const control = createMockControl({ url: mock.url })
  let accepted = 0
  const ids: string[] = []
  const [choices = []] = fc.sample(fc.array(fc.nat(), { minLength: CALLS, maxLength: CALLS }), {
    seed: 7,
    numRuns: 1,
  })
  const actions: ((choice: number) => Promise<unknown>)[] = [
    (choice) => control.createUser({ username: `user-${choice % 50}` }),
    (choice) => control.signIn({ username: `user-${choice % 50}` }),
    async (choice) => {
      const username = choice % 3 === 0 ? 'alice' : `user-${choice % 50}`
      const { payment } = await control.createPayment({ username, amount: (choice % 90) + 1 })
      ids.push(payment.identifier)
    },
    (choice) => mock.pi.payments.approve(ids[choice % ids.length] ?? 'none'),
    (choice) => control.payPayment(ids[choice % ids.length] ?? 'none'),
    (choice) => control.cancelPayment(ids[choice % ids.length] ?? 'none'),
    (choice) => control.advanceClock({ ms: choice % 30_000 }),
    () => control.closeLedger({ count: 2 }),
    (choice) => control.createApp({ name: `app-${choice % 20}` }),
    (choice) => control.applyPreset(presets[choice % 4]!, { username: 'bob' }),
    (choice) => control.createAd({ mediator_ack_status: choice % 2 === 0 ? 'granted' : null }),
    (choice) => control.revoke(`user-${choice % 50}`),
    (choice) =>
      control.addFault({
        effect: { type: 'stale' },
        match: { operation: 'platform.payments.get' },
        when: { chance: ((choice % 9) + 1) / 10 },
      }),
    (choice) => mock.asApp('GET', `/payments/${ids[choice % ids.length] ?? 'none'}`),
    () => mock.call('GET', '/ledgers?order=desc'),
  ]
  for (const choice of choices) {
    try {
      await actions[choice % actions.length]?.(Math.floor(choice / actions.length))
      accepted += 1
    } catch (error) {
      if (!(error instanceof MockControlError) && !(error as Error).name.startsWith('Pi'))
        throw error
    }
  }
  return { text: JSON.stringify(mock.snapshot()), accepted, mock }
}

test('the same hundreds of calls at other times give the same bytes', async () => {
  let real = Date.UTC(2031, 3, 1)
  const one = await play({ now: () => Date.UTC(2020, 0, 1) })
  const two = await play({ now: () => (real += 977) })
  expect(two.text).toBe(one.text)
  expect(one.accepted).toBeGreaterThan(CALLS / 2)
  expect(one.mock.world.worldId).not.toBe(two.mock.world.worldId)
})
