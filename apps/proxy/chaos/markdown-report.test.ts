import { expect, test } from 'vitest'
import { writeReport } from './markdown-report.ts'
import { readOptions } from './options.ts'
import type { ChaosRun } from './run-chaos.ts'

function run(line: string, counts: ChaosRun['counts'] = {}): ChaosRun {
  const { options } = readOptions(line.split(' '))
  return {
    options,
    commit: 'abc1234',
    counts: { payouts: 100, ...counts },
    ends: { completed: 100 },
    violations: [],
    settledMs: [],
    inWorkMs: [],
    nextEnvelopeMs: [],
    nextEndMs: [],
    restMs: 0,
    seconds: 1,
  }
}
const restored = run('--restores 1 --seed 2', {
  'restore: an older copy of the database is put back': 1,
  'restore: payouts that were lost with it': 23,
  'restore: seconds with a wrong key': 62,
  'other wallet user: transactions in ledgers': 7,
})

test('runs with a restored copy have their own sums', () => {
  const report = writeReport([run('--seed 1'), restored])
  const [first = '', second = ''] = report.split('## Restored copies and wrong keys')
  expect(first).toContain('## Several proxies on Postgres')
  expect(first).toContain('| payouts | 100 | 10000, **not reached** |')
  expect(first).not.toContain('older copies of the database put back |')
  expect(second).toContain('| payouts | 100 |  |')
  expect(second).toContain('| older copies of the database put back | 1 |  |')
  expect(second).toContain('| payouts lost with that | 23 |  |')
  expect(second).toContain('| seconds with the key of another app | 62 |  |')
  expect(second).toContain('| transactions of other wallet users in ledgers | 7 |  |')
  expect(second).toMatch(/pnpm chaos .*--restores 1 .*--seed 2/)
})

test('a run of before there were restores is reported without them', () => {
  const old = run('--seed 1')
  // As its line in the file has it.
  const { restores: _none, ...options } = old.options
  const report = writeReport([{ ...old, options: options as ChaosRun['options'] }])
  expect(report).not.toContain('## Restored copies and wrong keys')
  expect(report).not.toContain('undefined')
  expect(report).toContain('--submit-timeout-ms 1000')
})
