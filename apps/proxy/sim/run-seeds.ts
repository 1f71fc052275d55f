import type { Family } from './plan.ts'
import { runHistory, type HistoryOptions } from './history.ts'

export type SeedRange = { from: number; count: number; family: Family }

/** What many histories came to. Plain data: it crosses threads. */
export type Tally = {
  histories: number
  payouts: number
  kills: number
  pauses: number
  rollbacks: number
  faults: Record<string, number>
  virtualMs: number
  /** From the last fault until all was final; one per history. */
  restMs: number[]
  failures: { seed: number; invariant: string; detail: string }[]
}

function emptyTally(): Tally {
  const counts = { histories: 0, payouts: 0, kills: 0, pauses: 0, rollbacks: 0, virtualMs: 0 }
  return { ...counts, faults: {}, restMs: [], failures: [] }
}

/** One history after another. */
export async function runSeeds(
  { from, count, family }: SeedRange,
  options: Pick<HistoryOptions, 'mutate' | 'mutateStore'> = {},
): Promise<Tally> {
  const tally = emptyTally()
  for (let seed = from; seed < from + count; seed += 1) {
    const result = await runHistory({ seed, family, ...options })
    tally.histories += 1
    tally.payouts += result.payouts
    tally.kills += result.kills
    tally.pauses += result.pauses
    tally.rollbacks += result.rollbacks
    tally.virtualMs += result.virtualMs
    tally.restMs.push(Math.round(result.restMs))
    for (const [fault, times] of result.faults) {
      tally.faults[fault] = (tally.faults[fault] ?? 0) + times
    }
    const [first] = result.violations
    if (first != null) tally.failures.push({ seed, ...first })
  }
  return tally
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const sum = emptyTally()
  for (const tally of tallies) {
    for (const key of [
      'histories',
      'payouts',
      'kills',
      'pauses',
      'rollbacks',
      'virtualMs',
    ] as const) {
      sum[key] += tally[key]
    }
    for (const [fault, times] of Object.entries(tally.faults)) {
      sum.faults[fault] = (sum.faults[fault] ?? 0) + times
    }
    // Half a million arguments are more than a call takes.
    sum.restMs = sum.restMs.concat(tally.restMs)
    sum.failures = sum.failures.concat(tally.failures)
  }
  return sum
}
