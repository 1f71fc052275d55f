import type { Leg } from './run-chaos.ts'

const MOST_SHOWN = 30

/** Legs for people; several are summed up. */
export function describeLegs(legs: readonly Leg[]): string {
  const lines = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, times]) => `  ${String(times).padStart(8)}  ${name}`)
  const { violations, times } = summarise(legs)
  return [
    `legs        ${legs.map(({ options }) => `seed ${options.seed}: ${options.payouts} payouts, ${options.instances} x ${options.pglite ? 'PGlite' : 'Postgres'}`).join('; ')}`,
    'done and suffered',
    ...lines(sum(legs, ({ counts }) => counts)),
    'payouts ended',
    ...lines(sum(legs, ({ ends }) => ends)),
    ...times.map(({ name, unit, values }) => `${name}: ${spread(values)} ${unit}`),
    `violations    ${violations.length}`,
    ...violations.slice(0, MOST_SHOWN).map(({ invariant, detail }) => `  ${invariant}: ${detail}`),
  ].join('\n')
}

type Times = { name: string; unit: string; values: readonly number[] }

/** What both reports say. */
export function summarise(legs: readonly Leg[]) {
  const all = (pick: (leg: Leg) => readonly number[]) => legs.flatMap(pick)
  const ledgers = (pick: (leg: Leg) => readonly number[]) =>
    legs.flatMap((leg) => pick(leg).map((ms) => ms / leg.options.ledgerMs))
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
      values: legs.map(({ restMs }) => restMs),
    },
    { name: 'duration of a leg', unit: 's', values: legs.map(({ seconds }) => seconds) },
  ]
  return { times, violations: legs.flatMap(({ violations }) => violations) }
}

export function sum(
  legs: readonly Leg[],
  pick: (leg: Leg) => { [name: string]: number },
): ReadonlyMap<string, number> {
  const total = new Map<string, number>()
  for (const leg of legs) {
    for (const [name, times] of Object.entries(pick(leg))) {
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
