import { listCases, runConformance } from '@aloha-pi/conformance'
import { afterAll, expect, test } from 'vitest'
import { startTargets } from './start-targets.ts'

const targets = await startTargets()
afterAll(() => targets.close())

/** What a seed makes up; every other case is the same with each seed. */
const only = listCases('aloha')
  .filter(({ steps }) => steps.some((step) => 'forAll' in step))
  .map(({ id }) => id)

test.each([2, 3, 1_234_567_890])(
  'with seed %i the proxy fails nothing',
  { timeout: 120_000 },
  async (seed) => {
    const { options } = targets
    const report = await runConformance({ ...options, target: 'aloha', only, seed, runs: 40 })

    const failed = report.results.filter(({ outcome }) => outcome === 'failed')
    expect(failed.map(({ id, problems }) => [id, problems])).toEqual([])
    expect(report.counts).toMatchObject({ passed: only.length, skipped: 0 })
  },
)
