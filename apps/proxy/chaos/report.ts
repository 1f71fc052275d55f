import type { Leg } from './run-leg.ts'

const MOST_SHOWN = 30

/** Legs for people; several are summed up. */
export function describeLegs(legs: readonly Leg[]): string {
  const sum = (pick: (leg: Leg) => Record<string, number>) => {
    const total = new Map<string, number>()
    for (const leg of legs) {
      for (const [name, times] of Object.entries(pick(leg))) {
        total.set(name, (total.get(name) ?? 0) + times)
      }
    }
    return [...total].sort().map(([name, times]) => `  ${String(times).padStart(8)}  ${name}`)
  }
  const violations = legs.flatMap((leg) => leg.violations)
  const ledgers = legs.flatMap(({ settledMs, options }) =>
    settledMs.map((ms) => ms / options.ledgerMs),
  )
  const recovery = legs.flatMap(({ recoveryMs }) => recoveryMs)
  return [
    `legs        ${legs.map(({ options }) => `seed ${options.seed}: ${options.payouts} payouts, ${options.instances} x ${options.pglite ? 'PGlite' : 'Postgres'}`).join('; ')}`,
    'done and suffered',
    ...sum((leg) => leg.counts),
    'payouts ended',
    ...sum((leg) => leg.ends),
    `call to end   p50 ${at(ledgers, 0.5).toFixed(0)}, p99 ${at(ledgers, 0.99).toFixed(0)} ledgers, waiting in the queue included`,
    `recovery      p50 ${at(recovery, 0.5)} ms, p99 ${at(recovery, 0.99)} ms from the SIGKILL of the working proxy to the next end of a payout (${recovery.length})`,
    `rest          ${Math.max(...legs.map(({ restMs }) => restMs))} ms after the last fault all had been asked and were final`,
    `duration      ${legs.reduce((total, { seconds }) => total + seconds, 0).toFixed(0)} s`,
    `violations    ${violations.length}`,
    ...violations.slice(0, MOST_SHOWN).map(({ invariant, detail }) => `  ${invariant}: ${detail}`),
  ].join('\n')
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0
}
