import { beforeAll, expect, test } from 'vitest'
import {
  cells,
  countCalls,
  runStruck,
  samplePairs,
  singleBlows,
  type Visited,
} from '../../sim/fault-matrix/fault-matrix.ts'
import { points } from '../../sim/crash-points/crash-points.ts'
import { isProof } from '../../testkit/is-proof.ts'
import { mutants } from '../../sim/mutants/mutants.ts'

let visited: Visited[]
beforeAll(async () => {
  visited = await countCalls()
})

test('every call of the runner to Pi, the chain and the database is in the matrix', () => {
  const calls = points.map((point) => point.split(' > ')[1] ?? '')
  const outside = calls.filter((call) => !/^(clock|signer)\./.test(call))
  expect([...new Set(cells.map(({ call }) => call))].sort()).toEqual([...new Set(outside)].sort())
})

test.each(cells)('$call meets $name: nothing is paid twice, lost or stuck', async (cell) => {
  let struck = 0
  for (const { scenario, blows } of singleBlows(cell, visited)) {
    if (!isProof && struck >= 2) break
    const { result, blows: met } = await runStruck(scenario, blows)
    expect({ scenario: scenario.name, blows, violations: result.violations }).toMatchObject({
      violations: [],
    })
    struck += met
  }
  expect(struck).toBeGreaterThan(0)
})

const PAIRS = isProof ? 2_000 : 20

test(`${PAIRS} pairs of faults break nothing`, async () => {
  let both = 0
  for (const { scenario, blows } of samplePairs(PAIRS, visited, 1)) {
    const { result, blows: met } = await runStruck(scenario, blows)
    expect({ scenario: scenario.name, blows, violations: result.violations }).toMatchObject({
      violations: [],
    })
    if (met === 2) both += 1
  }
  // The first fault may lead past the call that was to meet the second.
  expect(both).toBeGreaterThan(0.75 * PAIRS)
})

test('a single fault shows a rule that is wrong: a 504 is not proof that nothing was paid', async () => {
  const wrong = mutants.find(({ name }) => name === 'rebuild-on-any-error')
  const clean = visited.filter(({ scenario }) => scenario.name === 'clean')
  const seen: string[] = []
  for (const cell of cells) {
    for (const { scenario, blows } of singleBlows(cell, clean)) {
      const { result } = await runStruck(scenario, blows, wrong?.options)
      if (result.violations.length > 0) seen.push(`${cell.call} ${cell.name}`)
    }
  }
  expect(seen).toContain('chain.submit submit504')
})
