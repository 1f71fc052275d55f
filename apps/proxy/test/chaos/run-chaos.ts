import { expect } from 'vitest'
import { readOptions } from '../../chaos/options.ts'
import { runChaos, type ChaosRun } from '../../chaos/run-chaos.ts'

/** Runs what `pnpm chaos` runs with these arguments. Undefined where no Postgres runs. */
export async function runLine(line: string): Promise<ChaosRun | undefined> {
  const { options } = readOptions(line.split(' '))
  return runChaos(options, new AbortController().signal)
}

/** Nothing paid twice, nothing lost, no false response, no secret, and all is final soon after the last fault. */
export function expectSound(run: ChaosRun, payouts: number, leastPaid = 0.8) {
  expect(run.violations).toEqual([])
  expect(run.counts['payouts']).toBe(payouts)
  expect(Object.values(run.ends).reduce((sum, count) => sum + count, 0)).toBe(payouts)
  expect(run.ends['completed']).toBeGreaterThan(payouts * leastPaid)
  expect(run.restMs).toBeLessThanOrEqual(60_000)
}

export function countOf({ counts }: ChaosRun, name: RegExp): number {
  return Object.entries(counts).reduce(
    (sum, [what, times]) => (name.test(what) ? sum + times : sum),
    0,
  )
}
