import { expect, test } from 'vitest'
import { scenarios } from './any-scenario.ts'
import { startInProcess } from './in-process-mock.ts'
import { playScenario } from './play-scenario.ts'
import { EVERYTHING, listRare, prove } from './prove.ts'
import { timeFor } from './run-parameters.ts'

test(
  'in 5,000 worlds where any open payment blocks a new one, random actions break no invariant',
  async () => {
    const random = scenarios({ length: 8, pending: 'lock' })
    const happened = await prove(random, 5000, (scenario) =>
      playScenario(startInProcess('properties'), scenario),
    )
    expect(listRare(happened, 10, EVERYTHING)).toEqual([])
  },
  timeFor(300_000),
)
