import type { ChaosRun } from './run-chaos.ts'

const MAX_SHOWN = 30

/** Runs for people; several are summed up. */
export function describeRuns(runs: readonly ChaosRun[]): string {
  const lines = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, times]) => `  ${String(times).padStart(8)}  ${name}`)
  const { violations, times } = summarise(runs)
  return [
    `runs        ${runs.map(({ options }) => `seed ${options.seed}: ${options.payouts} payouts, ${options.instances} x ${options.pglite ? 'PGlite' : 'Postgres'}`).join('; ')}`,
    'done and suffered',
    ...lines(sum(runs, ({ counts }) => counts)),
    'payouts ended',
    ...lines(sum(runs, ({ ends }) => ends)),
    ...times.map(({ name, unit, values }) => `${name}: ${spread(values)} ${unit}`),
    `violations    ${violations.length}`,
    ...violations.slice(0, MAX_SHOWN).map(({ invariant, detail }) => `  ${invariant}: ${detail}`),
  ].join('\n')
}

type Times = { name: string; unit: string; values: readonly number[] }

/** What both reports say. */
export function summarise(runs: readonly ChaosRun[]) {
  const all = (pick: (run: ChaosRun) => readonly number[]) => runs.flatMap(pick)
  const ledgers = (pick: (run: ChaosRun) => readonly number[]) =>
    runs.flatMap((run) => pick(run).map((ms) => ms / run.options.ledgerMs))
  const times: Times[] = [
    {
      name: 'first call to the end, waiting in line included',
      unit: 'ledgers',
      values: ledgers(({ settledMs }) => settledMs),
    },
    {
      name: 'turn of a payout to completed',
      unit: 'ledgers',
      values: ledgers(({ inWorkMs }) => inWorkMs),
    },
    {
      name: 'SIGKILL of the working proxy to the next envelope',
      unit: 'ms',
      values: all(({ nextEnvelopeMs }) => nextEnvelopeMs),
    },
    {
      name: 'SIGKILL of the working proxy to the next end of a payout',
      unit: 'ms',
      values: all(({ nextEndMs }) => nextEndMs),
    },
    {
      name: 'last fault until everything is final',
      unit: 'ms',
      values: runs.map(({ restMs }) => restMs),
    },
    { name: 'duration of a run', unit: 's', values: runs.map(({ seconds }) => seconds) },
  ]
  return { times, violations: runs.flatMap(({ violations }) => violations) }
}

export function sum(
  runs: readonly ChaosRun[],
  pick: (run: ChaosRun) => { [name: string]: number },
): ReadonlyMap<string, number> {
  const total = new Map<string, number>()
  for (const run of runs) {
    for (const [name, times] of Object.entries(pick(run))) {
      total.set(name, (total.get(name) ?? 0) + times)
    }
  }
  return new Map([...total].sort())
}

export function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0)
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} (${sorted.length})`
}
