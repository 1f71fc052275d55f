import { runConformance } from '@aloha-pi/conformance'
import { afterAll, expect, test } from 'vitest'
import { startTargets } from './start-targets.ts'

const targets = await startTargets()
afterAll(() => targets.close())

test.each([2, 3, 1_234_567_890])(
  'with seed %i the proxy fails nothing',
  { timeout: 120_000 },
  async (seed) => {
    const report = await runConformance({ ...targets.options, target: 'aloha', seed, runs: 40 })

    const failed = report.results.filter(({ outcome }) => outcome === 'failed')
    expect(failed.map(({ id, problems }) => [id, problems])).toEqual([])
    expect(report.counts.skipped).toBe(0)
  },
)
