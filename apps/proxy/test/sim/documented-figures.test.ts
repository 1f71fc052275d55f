import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { crashes, points, recoveries } from '../../sim/crash-points/crash-points.ts'
import { cells, countCalls, singleBlows } from '../../sim/fault-matrix/fault-matrix.ts'
import { mutants } from '../../sim/mutants/mutants.ts'
import { scenarios } from '../../sim/world/scenarios.ts'

const page = readFileSync(new URL('../../../../docs/payouts-proof.md', import.meta.url), 'utf8')
const numbersIn = (sentence: RegExp) =>
  sentence
    .exec(page)
    ?.slice(1)
    .map((figure) => Number(figure.replaceAll(',', '')))

test('docs/payouts-proof.md gives the number of crash points that the code lists', () => {
  const documented = numbersIn(/(\d+) calls, (\d+) ways to die, (\d+) recoveries/)
  expect(documented).toEqual([points.length, crashes.length, recoveries.length])
})

test('docs/payouts-proof.md gives the size of the fault matrix', async () => {
  const calls = new Set(cells.map(({ call }) => call)).size
  const visited = await countCalls()
  const struck = cells.reduce((sum, cell) => sum + singleBlows(cell, visited).length, 0)
  expect(numbersIn(/(\d+) calls .* meet every fault .*, (\d+) combinations/)).toEqual([
    calls,
    cells.length,
  ])
  expect(numbersIn(/([\d,]+) histories from the (\d+) of the crash points/)).toEqual([
    struck,
    scenarios.length,
  ])
})

test('docs/payouts-proof.md lists every mutant, and none that does not exist', () => {
  const rows = page.slice(page.indexOf('## Mutants')).matchAll(/^\| `([\w-]+)` /gm)
  const listed = [...rows].map(([, name]) => name)
  expect(listed.sort()).toEqual(mutants.map(({ name }) => name).sort())
})
