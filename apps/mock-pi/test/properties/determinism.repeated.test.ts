import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scenarios } from './any-scenario.ts'
import { startInProcess, type Alteration } from './in-process-mock.ts'
import { seedBug } from './planted-world-bugs.ts'
import { playScenario } from './play-scenario.ts'
import { isProof, runs, timeFor } from './run-parameters.ts'
import { worldRules } from './world-rules.ts'

/** Plays each scenario in two worlds of one seed; says what breaks. */
async function playTwice(usualRuns: number, alter?: Alteration): Promise<string | undefined> {
  const property = fc.asyncProperty(
    fc.string(),
    scenarios({ length: 8 }),
    async (seed, scenario) => {
      const first = await playScenario(startInProcess(seed, alter), scenario)
      const second = await playScenario(startInProcess(seed, alter), scenario)
      const isSame =
        first.beginning === second.beginning && isDeepStrictEqual(first.responses, second.responses)
      if (!isSame) throw new Error(worldRules.seed)
    },
  )
  return fc.defaultReportMessage(await fc.check(property, runs(usualRuns)))
}

test(
  'A15: the same seed and the same actions give the same responses',
  async () => {
    expect(await playTwice(isProof ? 200 : 40)).toBeUndefined()
  },
  timeFor(60_000),
)

test('A15 finds it: payment ids come from elsewhere than the seed', async () => {
  expect(await playTwice(20, seedBug.plant)).toContain(worldRules.seed)
})
