import { expect } from 'vitest'
import { readOptions } from '../../chaos/options.ts'
import { runLeg, type Leg } from '../../chaos/run-chaos.ts'

/** Runs what `pnpm chaos` runs with these arguments. Undefined where no Postgres runs. */
export async function runChaos(line: string): Promise<Leg | undefined> {
  const { options } = readOptions(line.split(' '))
  return runLeg(options, new AbortController().signal)
}

/** Nothing paid twice, nothing lost, no false answer, no secret, and all is final soon after the last fault. */
export function expectSound(leg: Leg, payouts: number, leastPaid = 0.8) {
  expect(leg.violations).toEqual([])
  expect(leg.counts['payouts']).toBe(payouts)
  expect(Object.values(leg.ends).reduce((sum, count) => sum + count, 0)).toBe(payouts)
  expect(leg.ends['completed']).toBeGreaterThan(payouts * leastPaid)
  expect(leg.restMs).toBeLessThanOrEqual(60_000)
}

export function countOf({ counts }: Leg, name: RegExp): number {
  return Object.entries(counts).reduce(
    (sum, [what, times]) => (name.test(what) ? sum + times : sum),
    0,
  )
}
