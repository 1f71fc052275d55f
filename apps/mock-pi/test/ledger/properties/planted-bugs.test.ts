import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seed } from '../../properties/run-parameters.ts'
import { commandArbitrary, perform } from './chain-commands.ts'
import { findBroken, INVARIANTS } from './chain-invariants.ts'
import { haveChainWorld } from './chain-world.ts'
import { plantedBugs } from './planted-ledger-bugs.ts'

test.each(plantedBugs)('«$foundBy» finds it within 300 chains: $bug', ({ foundBy, plant }) => {
  const property = fc.property(
    fc.array(commandArbitrary, { maxLength: 40, size: 'max' }),
    (commands) => {
      const world = haveChainWorld(plant)
      return commands.every((command) => {
        perform(world, command)
        return !findBroken(world).some(({ invariant }) => invariant === foundBy)
      })
    },
  )
  const { failed, errorInstance } = fc.check(property, {
    ...seed,
    numRuns: 300,
    endOnFailure: true,
  })
  expect({ failed, by: String(errorInstance) }).toEqual({
    failed: true,
    by: expect.stringContaining('Property failed by returning false'),
  })
})

test('every invariant finds a planted bug', () => {
  const finders = new Set(plantedBugs.map(({ foundBy }) => foundBy))
  expect([...finders].sort()).toEqual(Object.keys(INVARIANTS).sort())
})
