import type { Figure } from '../figure.ts'
import { quantile } from '../statistics.ts'
import type { Databases } from './databases.ts'
import { makeOrders, type Said } from './orders.ts'
import type { PayoutWorld } from './payout-world.ts'
import { startRunners, stopRunners, type Runner } from './runners.ts'

export type PaceSettings = {
  close: number | 'instant'
  /** Orders without a pause, of each program. */
  orders: number
  /** Orders one at a time, at all times of a ledger; 0: not measured. */
  single: number
}
type Pace = {
  perLedger: number
  perSecond: number
  cpuMs: number
  horizon: number
  pi: number
  /** On Postgres; reads count in `all`. */
  commits?: { writing: number; all: number }
}

const LEAST_LEDGER_MS = 50
/** Every minute each proxy reads the list of open payments; an audit may fall into a run. */
const AUDITS = 0.1

/** Programs one after another on one mock, without faults. */
export async function measurePace(
  world: PayoutWorld,
  databases: Databases,
  settings: PaceSettings,
): Promise<Figure[]> {
  const { close, orders, single } = settings
  await world.setLedgerClose(close)
  const runners = await startRunners(
    world,
    databases,
    close === 'instant' ? LEAST_LEDGER_MS : close,
  )
  try {
    const figures: Figure[] = []
    for (const runner of runners) {
      figures.push(...paceFigures(runner, await pace(world, runner, orders), close))
    }
    if (single > 0 && close !== 'instant') {
      const all = runners.map((runner) => latency(runner, single, close))
      figures.push(...(await Promise.all(all)))
    }
    return figures
  } finally {
    await stopRunners(runners)
  }
}

async function pace(world: PayoutWorld, runner: Runner, count: number): Promise<Pace> {
  const { contender, link, busy, postgres } = runner
  const orders = makeOrders('pace', count)
  const before = { ...link.counts }
  const commitsBefore = await postgres?.commits()
  const cpuBefore = await contender.cpuMicros()
  busy.from = undefined
  requirePaid(contender.name, await contender.pay(orders))
  const seconds = (busy.to - (busy.from ?? busy.to)) / 1_000
  const cpuMs = ((await contender.cpuMicros()) - cpuBefore) / 1_000
  const commitsAfter = await postgres?.commits()
  const paid = await world.readPaid(contender.app)
  const ledgers = orders.flatMap(({ name }) => paid.get(name) ?? []).map(({ ledger }) => ledger)
  if (ledgers.length !== count) throw new Error(`${contender.name} paid ${ledgers.length} times`)
  return {
    perLedger: (count - 1) / (Math.max(...ledgers) - Math.min(...ledgers)),
    perSecond: count / seconds,
    cpuMs: cpuMs / count,
    horizon: (link.counts.horizon - before.horizon) / count,
    pi: (link.counts.pi - before.pi) / count,
    ...(commitsBefore != null &&
      commitsAfter != null && {
        commits: {
          writing: (commitsAfter.writing - commitsBefore.writing) / count,
          all: (commitsAfter.all - commitsBefore.all) / count,
        },
      }),
  }
}

/** Nothing else is open: the time from the accepted request to the end, in ledgers. */
async function latency({ contender }: Runner, count: number, ledgerMs: number): Promise<Figure> {
  const said = await contender.pay(makeOrders('single', count), { pauseMs: ledgerMs })
  requirePaid(contender.name, said)
  const ledgers = [...said.values()].map(({ ms }) => ms / ledgerMs)
  const [p50, p99] = [quantile(ledgers, 0.5), quantile(ledgers, 0.99)]
  const isOurs = contender.name !== 'pi-backend'
  return {
    name: `${contender.name}: accepted to completed, p50 / p99`,
    value: `${p50.toFixed(2)} / ${p99.toFixed(2)} ledgers`,
    ...(isOurs && { budget: '≤ 1.3 / 2.2', met: p50 <= 1.3 && p99 <= 2.2 }),
    note: `${count} payouts, one at a time, ledgers of ${ledgerMs} ms`,
  }
}

function paceFigures({ contender }: Runner, pace: Pace, close: number | 'instant'): Figure[] {
  const { name } = contender
  const isOurs = name !== 'pi-backend'
  const { horizon, pi, commits } = pace
  const requests = `${horizon.toFixed(1)} Horizon + ${pi.toFixed(1)} Pi`
  if (close === 'instant') {
    const value = `${pace.perSecond.toFixed(0)} /s`
    return [
      {
        name: `${name}: payouts, instant ledgers`,
        value,
        note: `${requests}; ${pace.cpuMs.toFixed(0)} ms CPU each`,
      },
    ]
  }
  const isSteady = pace.perLedger >= 0.99
  const isFrugal = horizon <= 3 + AUDITS && pi <= 2 + AUDITS
  const figures: Figure[] = [
    {
      name: `${name}: payouts per ledger of ${close} ms`,
      value: pace.perLedger.toFixed(2),
      ...(isOurs && { budget: '1, no gap', met: isSteady }),
    },
    {
      name: `${name}: requests per payout`,
      value: requests,
      ...(isOurs && { budget: '≤ 3 + 2', met: isFrugal }),
    },
  ]
  if (commits != null) {
    figures.push({
      name: `${name}: commits per payout`,
      value: commits.writing.toFixed(1),
      budget: '≤ 7',
      met: commits.writing <= 7,
      note: `${commits.all.toFixed(0)} with transactions that only read`,
    })
  }
  return figures
}

function requirePaid(name: string, said: ReadonlyMap<string, Said>) {
  const others = [...said.values()].filter(({ status }) => status !== 'paid')
  if (others.length > 0) throw new Error(`${name}: ${others.length} orders were not paid`)
}
