import { createDigest, joinDigests } from './digest.ts'
import type { Family } from './kernel/faults.ts'
import { runHistory, type HistoryOptions } from './history.ts'

/** `isDigested`: the tally gets a fingerprint of every history's trace, which costs some time. */
export type SeedRange = { from: number; count: number; family: Family; isDigested?: boolean }

/** Seeds up to `end` that threads take from a counter in shared memory. */
export type SharedSeeds = Pick<SeedRange, 'family' | 'isDigested'> & {
  next: Int32Array
  end: number
}

/** What many simulated runs came to. Plain data: it crosses threads. */
export type Tally = {
  histories: number
  payouts: number
  kills: number
  pauses: number
  rollbacks: number
  faults: Record<string, number>
  /** Payouts that stay as they are, by what permits it. */
  stays: Record<string, number>
  virtualMs: number
  /** From the last fault until all was final; one per history. */
  untilFinalMs: number[]
  /** Ledgers beyond those of the turns before it, of each history's latest payout. */
  lateLedgers: number[]
  failures: { seed: number; invariant: string; detail: string }[]
  /** Empty without `isDigested`. */
  digest: string
}

function emptyTally(): Tally {
  const counts = { histories: 0, payouts: 0, kills: 0, pauses: 0, rollbacks: 0, virtualMs: 0 }
  return {
    ...counts,
    faults: {},
    stays: {},
    untilFinalMs: [],
    lateLedgers: [],
    failures: [],
    digest: '',
  }
}

/** One history after another. */
export async function runSeeds(
  { from, count, family, isDigested = false }: SeedRange,
  options: Pick<HistoryOptions, 'mutate' | 'mutateStore'> = {},
): Promise<Tally> {
  const tally = emptyTally()
  const digest = createDigest()
  for (let seed = from; seed < from + count; seed += 1) {
    const traced = isDigested ? digest.ofHistory(seed) : undefined
    const trace = traced && { trace: traced.line }
    const result = await runHistory({ seed, family, ...options, ...trace })
    traced?.end()
    tally.histories += 1
    tally.payouts += result.payouts
    tally.kills += result.kills
    tally.pauses += result.pauses
    tally.rollbacks += result.rollbacks
    tally.virtualMs += result.virtualMs
    tally.untilFinalMs.push(Math.round(result.untilFinalMs))
    tally.lateLedgers.push(Math.max(0, ...result.lateLedgers))
    addCounts(tally.faults, result.faults)
    addCounts(tally.stays, result.stays)
    const [first] = result.violations
    if (first != null) tally.failures.push({ seed, ...first })
  }
  if (isDigested) tally.digest = digest.hex()
  return tally
}

/** Few seeds at a time: a thread that is slower takes fewer, and none is left idle at the end. */
const SEEDS_AT_ONCE = 20

/** Takes seeds until none is left. */
export async function runSharedSeeds({ next, end, ...range }: SharedSeeds): Promise<Tally> {
  const tallies: Tally[] = []
  for (;;) {
    const from = Atomics.add(next, 0, SEEDS_AT_ONCE)
    if (from >= end) return addTallies(tallies)
    const count = Math.min(SEEDS_AT_ONCE, end - from)
    tallies.push(await runSeeds({ from, count, ...range }))
  }
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
    addCounts(sum.faults, Object.entries(tally.faults))
    addCounts(sum.stays, Object.entries(tally.stays))
    // Half a million arguments are more than a call takes.
    sum.untilFinalMs = sum.untilFinalMs.concat(tally.untilFinalMs)
    sum.lateLedgers = sum.lateLedgers.concat(tally.lateLedgers)
    sum.failures = sum.failures.concat(tally.failures)
  }
  sum.failures.sort((a, b) => a.seed - b.seed)
  const digests = tallies.map(({ digest }) => digest).filter((digest) => digest !== '')
  if (digests.length > 0) sum.digest = joinDigests(digests)
  return sum
}

function addCounts(sum: Record<string, number>, counts: Iterable<readonly [string, number]>): void {
  for (const [name, times] of counts) sum[name] = (sum[name] ?? 0) + times
}
