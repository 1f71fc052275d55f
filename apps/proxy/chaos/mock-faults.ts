import type { Settings } from './mock-settings.ts'
import { clearSky } from './mock-settings.ts'
import { pass } from './sleep-until.ts'
import type { Random } from '../testkit/random.ts'
import type { ChaosOptions } from './options.ts'
import type { Mock } from './start-world.ts'

type Spell = { name: string; settings: (random: Random) => Settings; mostMs: number }

/** What the mock itself does to the proxies for a while. */
const spells: readonly Spell[] = [
  {
    name: 'replicas lag',
    settings: (random) => ({ replica_lag_ledgers: random.int(1, 12) }),
    mostMs: 3_000,
  },
  {
    name: 'ledgers close empty',
    settings: () => ({ ledger_inclusion: 'none' }),
    mostMs: 2_000,
  },
  {
    name: 'no Latest-Ledger',
    settings: () => ({ latest_ledger_header: false }),
    mostMs: 4_000,
  },
  {
    name: 'submits end in 504',
    settings: (random) => ({ submit_timeout_ms: random.int(1, 60) }),
    mostMs: 3_000,
  },
  {
    name: 'Pi sees transactions late',
    settings: (random) => ({ a2u_verification_lag_ms: random.int(200, 3_000) }),
    mostMs: 3_000,
  },
  {
    name: 'ledgers close irregularly',
    settings: (random) => ({ ledger_close: random.pick([20, 60, 400, 1_500]) }),
    mostMs: 3_000,
  },
]

/** One spell after another, sometimes two at once, until the storm is over. */
export async function makeWeather(world: {
  mock: Mock
  options: ChaosOptions
  random: Random
  over: AbortSignal
  count: (what: string) => void
}): Promise<void> {
  const { mock, options, random, over, count } = world
  while (!over.aborted) {
    await pass(random.int(2_000, 10_000), over)
    if (over.aborted) break
    const [first, second] = [pickSpell(random), pickSpell(random)]
    const now = random.chance(0.3) && first !== second ? [first, second] : [first]
    for (const { name, settings } of now) {
      count(`mock: ${name}`)
      await mock.control('PATCH', '/settings', settings(random))
    }
    await pass(random.int(200, first.mostMs), over)
    await mock.control('PATCH', '/settings', clearSky(options))
  }
}

function pickSpell(random: Random): Spell {
  const [first, ...others] = spells
  if (first == null) throw new Error('No weather at all')
  return random.pick([first, ...others])
}
