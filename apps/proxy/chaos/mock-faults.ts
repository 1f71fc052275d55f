import type { Settings } from './mock-settings.ts'
import { calmSettings } from './mock-settings.ts'
import { sleepUntil } from './sleep-until.ts'
import type { Random } from '../testkit/random.ts'
import type { ChaosOptions } from './options.ts'
import type { Mock } from './start-world.ts'

type MockFault = { name: string; settings: (random: Random) => Settings; maxMs: number }

/** What the mock itself does to the proxies for a while. */
const mockFaults: readonly MockFault[] = [
  {
    name: 'replicas lag',
    settings: (random) => ({ replica_lag_ledgers: random.int(1, 12) }),
    maxMs: 3_000,
  },
  {
    name: 'ledgers close empty',
    settings: () => ({ ledger_inclusion: 'none' }),
    maxMs: 2_000,
  },
  {
    name: 'no Latest-Ledger',
    settings: () => ({ latest_ledger_header: false }),
    maxMs: 4_000,
  },
  {
    name: 'submits end in 504',
    settings: (random) => ({ submit_timeout_ms: random.int(1, 60) }),
    maxMs: 3_000,
  },
  {
    name: 'Pi sees transactions late',
    settings: (random) => ({ a2u_verification_lag_ms: random.int(200, 3_000) }),
    maxMs: 3_000,
  },
  {
    name: 'ledgers close irregularly',
    settings: (random) => ({ ledger_close: random.pick([20, 60, 400, 1_500]) }),
    maxMs: 3_000,
  },
]

/** One fault after another, sometimes two at once, until the fault phase is over. */
export async function injectMockFaults(world: {
  mock: Mock
  options: ChaosOptions
  random: Random
  over: AbortSignal
  count: (what: string) => void
}): Promise<void> {
  const { mock, options, random, over, count } = world
  while (!over.aborted) {
    await sleepUntil(random.int(2_000, 10_000), over)
    if (over.aborted) break
    const [first, second] = [pickMockFault(random), pickMockFault(random)]
    const now = random.chance(0.3) && first !== second ? [first, second] : [first]
    for (const { name, settings } of now) {
      count(`mock: ${name}`)
      await mock.control('PATCH', '/settings', settings(random))
    }
    await sleepUntil(random.int(200, first.maxMs), over)
    await mock.control('PATCH', '/settings', calmSettings(options))
  }
}

function pickMockFault(random: Random): MockFault {
  const [first, ...others] = mockFaults
  if (first == null) throw new Error('There are no faults of the mock')
  return random.pick([first, ...others])
}
