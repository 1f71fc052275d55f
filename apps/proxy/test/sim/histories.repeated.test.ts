import { afterAll, expect, test } from 'vitest'
import { describeTally, timed } from '../../sim/report.ts'
import { isProof } from '../../testkit/is-proof.ts'
import { openSeedThreads } from '../../sim/run-seeds-on-threads.ts'

const MINUTES = 60_000
const [PLAIN, OTHERS] = isProof ? [20_000, 2_000] : [40, 10]

// All families on the same threads: a new thread loads and compiles everything again.
const threads = openSeedThreads()
afterAll(() => threads.close())

test(`I1 to I7 hold in ${PLAIN} simulated runs`, { timeout: 30 * MINUTES }, async () => {
  const { result: tally, ...time } = await timed(() =>
    threads.run({ from: 1, count: PLAIN, family: 'plain' }),
  )
  process.stdout.write(`${describeTally(tally, time, 'plain')}\n`)
  expect(tally.failures).toEqual([])
  expect(tally.histories).toBe(PLAIN)
  expect(tally.kills).toBeGreaterThan(5 * PLAIN)
})

test(
  `they hold in ${OTHERS} simulated runs with a database that forgets`,
  { timeout: 30 * MINUTES },
  async () => {
    const tally = await threads.run({ from: 1, count: OTHERS, family: 'rollbacks' })
    expect(tally.failures).toEqual([])
    expect(tally.rollbacks).toBeGreaterThan(OTHERS)
  },
)

test(
  `they hold in ${OTHERS} simulated runs with operators who restore, clone, lose and mix up keys`,
  { timeout: 30 * MINUTES },
  async () => {
    const tally = await threads.run({ from: 1, count: OTHERS, family: 'operators' })
    expect(tally.failures).toEqual([])
    expect(tally.rollbacks).toBeGreaterThan(OTHERS / 4)
  },
)
