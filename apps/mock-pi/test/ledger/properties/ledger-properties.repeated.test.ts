import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isProof, runs, timeFor } from '../../properties/run-parameters.ts'
import { commandArbitrary, perform } from './chain-commands.ts'
import { findBroken } from './chain-invariants.ts'
import { haveChainWorld } from './chain-world.ts'

test(
  'whatever happens to a chain, its invariants hold',
  () => {
    fc.assert(
      fc.property(fc.array(commandArbitrary, { maxLength: 60, size: 'max' }), (commands) => {
        const world = haveChainWorld()
        for (const command of commands) {
          perform(world, command)
          expect(findBroken(world)).toEqual([])
        }
      }),
      runs(isProof ? 150 : 40),
    )
  },
  timeFor(60_000),
)
