import type { Family } from './kernel/faults.ts'
import type { Tally } from './run-seeds.ts'

/** The tally for people. */
export function describeTally(
  tally: Tally,
  { seconds, cpuSeconds }: { seconds: number; cpuSeconds: number },
  family: Family,
): string {
  const { histories, payouts, kills, pauses, rollbacks, faults, stays, failures, virtualMs } = tally
  const sortedMs = [...tally.untilFinalMs].sort((a, b) => a - b)
  const late = [...tally.lateLedgers].sort((a, b) => a - b)
  const at = (share: number) => `${(atShare(sortedMs, share) / 1000).toFixed(0)} s`
  const ledgersAt = (share: number) => atShare(late, share).toFixed(0)
  const listed = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([name, times]) => `  ${number(times).padStart(12)}  ${name}`)
  const lines = [
    `histories     ${number(histories)} (${number(virtualMs / 3_600_000)} virtual hours)`,
    `payouts       ${number(payouts)}`,
    `kills         ${number(kills)}`,
    `pauses        ${number(pauses)}`,
    `rollbacks     ${number(rollbacks)}`,
    'faults',
    ...listed(faults),
    'payouts that stay as they are, because Pi sends wrong data or refuses permanently',
    ...listed(stays),
    `all final     p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} after the last fault`,
    `latest payout p50 ${ledgersAt(0.5)}, p99 ${ledgersAt(0.99)}, max ${ledgersAt(1)} ledgers beyond the turns before it`,
    `violations    ${number(failures.length)}${byInvariant(failures)}`,
    ...failures
      .slice(0, MAX_SHOWN)
      .map(
        ({ seed, invariant, detail }) =>
          `  ${invariant}: ${detail}\n    ${traceCommand(seed, family)}`,
      ),
    ...(tally.digest === '' ? [] : [`digest        ${tally.digest}`]),
    `duration      ${seconds.toFixed(1)} s, ${number(histories / seconds)} seeds/s`,
    `processor     ${cpuSeconds.toFixed(1)} s, ${number(histories / cpuSeconds)} seeds/s of one core`,
  ]
  return lines.join('\n')
}

const MAX_SHOWN = 20

/** As ` (I2: 1, I3: 50)`: the list is cut, the counts are not. */
function byInvariant(failures: Tally['failures']): string {
  const names = [...new Set(failures.map(({ invariant }) => invariant))].sort()
  const counts = names.map((name) => {
    const { length } = failures.filter(({ invariant }) => invariant === name)
    return `${name}: ${number(length)}`
  })
  return counts.length === 0 ? '' : ` (${counts.join(', ')})`
}

function atShare(sorted: readonly number[], share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0
}

export function traceCommand(seed: number, family: Family): string {
  return `pnpm sim --seed ${seed}${family === 'plain' ? '' : ` --${family}`} --trace`
}

function number(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** Measures a task: the clock on the wall, and the processor's, which others on the machine do not slow down. */
export async function timed<Result>(task: () => Promise<Result>) {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const result = await task()
  const { user, system } = process.cpuUsage(before)
  const seconds = (performance.now() - startedAt) / 1000
  return { result, seconds, cpuSeconds: (user + system) / 1e6 }
}
