import { expect, test } from 'vitest'
import { runHistory } from '../../sim/history.ts'
import { mutants } from '../../sim/mutants/mutants.ts'
import { isProof } from '../../testkit/is-proof.ts'
import { mutantSeeds } from '../../sim/mutants/mutant-seeds.ts'

const fatal = mutants.filter(({ isRedundant }) => isRedundant !== true)
const redundant = mutants.filter(({ isRedundant }) => isRedundant === true)
const cases = fatal.flatMap((mutant) =>
  (mutantSeeds[mutant.name] ?? []).slice(0, isProof ? undefined : 1).map((seed) => ({
    name: mutant.name,
    options: mutant.options,
    seed,
  })),
)

test('every rule that safety rests on has seeds on which its mutant fails', () => {
  expect(Object.keys(mutantSeeds).sort()).toEqual(fatal.map(({ name }) => name).sort())
  for (const seeds of Object.values(mutantSeeds)) expect(seeds.length).toBeGreaterThan(0)
})

test.each(cases)('$name fails on seed $seed, and the product passes', async ({ options, seed }) => {
  const { family = 'plain', plan = {} } = options
  expect((await runHistory({ seed, ...options })).violations).not.toEqual([])
  expect((await runHistory({ seed, family, plan })).violations).toEqual([])
})

const HISTORIES = isProof ? 500 : 10

test.each(redundant)(
  `$name: other layers do the same, ${HISTORIES} simulated runs pass`,
  async ({ options }) => {
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const { violations } = await runHistory({ seed, ...options })
      expect({ seed, violations }).toEqual({ seed, violations: [] })
    }
  },
)
