import { expect, test } from 'vitest'
import { describeTally, timed } from '../../sim/report.ts'
import { runSeedsOnThreads } from '../../sim/run-seeds-on-threads.ts'

const MINUTES = 60_000

test('I1 to I7 hold in 20,000 histories', { timeout: 10 * MINUTES }, async () => {
  const { result: tally, ...time } = await timed(() =>
    runSeedsOnThreads({ from: 1, count: 20_000, family: 'plain' }),
  )
  process.stdout.write(`${describeTally(tally, time, 'plain')}\n`)
  expect(tally.failures).toEqual([])
  expect(tally.histories).toBe(20_000)
  expect(tally.kills).toBeGreaterThan(100_000)
})

test(
  'they hold in 2,000 histories with a database that forgets',
  { timeout: 5 * MINUTES },
  async () => {
    const tally = await runSeedsOnThreads({ from: 1, count: 2_000, family: 'rollbacks' })
    expect(tally.failures).toEqual([])
    expect(tally.rollbacks).toBeGreaterThan(2_000)
  },
)

test(
  'they hold in 2,000 histories with operators who restore, clone, lose and mix up keys',
  { timeout: 5 * MINUTES },
  async () => {
    const tally = await runSeedsOnThreads({ from: 1, count: 2_000, family: 'operators' })
    expect(tally.failures).toEqual([])
    expect(tally.rollbacks).toBeGreaterThan(500)
  },
)
