import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure, Measurement } from '../figure.ts'
import type { U2aJob, U2aResult } from '../load/u2a-actions.ts'
import { machineLoad } from '../machine-load.ts'
import { startDatabases } from '../payouts/databases.ts'
import { startContenders, type Contender } from '../proxy-load/start-contenders.ts'
import { median, quantile } from '../statistics.ts'
import { addPayers } from '../targets/add-payers.ts'
import { startTarget, type Target, type Usage } from '../targets/target-process.ts'

const ROUNDS = 7
/** Calls at the same time. */
const CONNECTIONS = [16, 64]
const USERS = 128
const BATCHES = 2
const script = fileURLToPath(new URL('../load/u2a-actions.ts', import.meta.url))

type Load = { mock: Target; users: readonly string[] }
type Round = {
  /** Whole payments: begun and paid at the mock, approved and completed where it is measured. */
  perSecond: number
  /** Payments, if only approving and completing took time. */
  actionsPerSecond: number
  latenciesMs: readonly number[]
  /** For each approval or completion. */
  cpuMicros: number
  statements: number
  commits: number
}

type Case = { contender: Contender; connections: number }

async function measureRound(
  { mock, users }: Load,
  { contender, connections }: Case,
): Promise<Round> {
  const { targets, via, authorization } = contender
  const job: U2aJob = {
    mockPort: mock.ready.port,
    ports: targets.map(({ ready }) => ready.port),
    via,
    authorization,
    connections,
    users,
    batches: BATCHES,
  }
  const before = await readCosts(contender)
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(job)], {
    maxBuffer: 2 ** 24,
  })
  const after = await readCosts(contender)
  const { payments, durationMs, actionsMs, latenciesMs } = JSON.parse(stdout) as U2aResult
  const each = (key: keyof typeof before) => (after[key] - before[key]) / latenciesMs.length
  return {
    perSecond: (payments / durationMs) * 1_000,
    actionsPerSecond: (payments / actionsMs) * 1_000,
    latenciesMs,
    cpuMicros: each('cpuMicros'),
    statements: each('statements'),
    commits: each('commits'),
  }
}

async function readCosts({ targets, commits }: Contender) {
  const usages = await Promise.all(targets.map((target) => target.usage()))
  const sum = (read: (usage: Usage) => number) =>
    usages.reduce((total, usage) => total + read(usage), 0)
  return {
    cpuMicros: sum((usage) => usage.cpuMicros),
    statements: sum(({ statements = 0 }) => statements),
    commits: commits == null ? 0 : (await commits()).writing,
  }
}

async function run(): Promise<Figure[]> {
  const databases = await startDatabases()
  const mock = await startTarget('mock.ts')
  const started: Contender[] = []
  try {
    const load = { mock, users: await addPayers(mock.ready.port, USERS) }
    started.push(...(await startContenders(mock, databases)))
    const cases = CONNECTIONS.map(
      (connections) =>
        new Map<Case, Round[]>(started.map((contender) => [{ contender, connections }, []])),
    )
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const [each, measured] of cases.flatMap((rounds) => [...rounds])) {
        const result = await measureRound(load, each)
        // The first round only warms up.
        if (round >= 0) measured.push(result)
      }
    }
    return [...cases.flatMap(toFigures), machineLoad()]
  } finally {
    for (const { targets } of started.slice(1)) {
      await Promise.all(targets.map((target) => target.stop()))
    }
    await mock.stop()
    await databases.remove()
  }
}

type Rate = 'perSecond' | 'actionsPerSecond'
type Averaged = Exclude<keyof Round, 'latenciesMs'>

function toFigures(rounds: Map<Case, Round[]>): Figure[] {
  const [direct = []] = rounds.values()
  return [...rounds].flatMap(([{ contender, connections }, measured]) => {
    const { via, commits } = contender
    const name = `${contender.name}, ${connections} at once`
    const middle = (key: Averaged) => median(measured.map((round) => round[key]))
    const latencies = measured.flatMap(({ latenciesMs }) => latenciesMs)
    const at = (q: number) => `${quantile(latencies, q).toFixed(1)} ms`
    const rates = {
      name: `${name}: payments`,
      value: `${middle('perSecond').toFixed(0)}; ${middle('actionsPerSecond').toFixed(0)} /s`,
      note: `second figure: only approve, complete; a call: p50 ${at(0.5)}, p99 ${at(0.99)}`,
    }
    if (via === 'mock') return [rates]
    const over = (rate: Rate) => ratiosOf(measured, direct, rate)
    const ratio = median(over('perSecond'))
    const figures: Figure[] = [
      rates,
      {
        name: `${name}: over direct`,
        value: ratio.toFixed(2),
        ...(commits != null && { budget: '≥ 0.33', met: ratio >= 0.33 }),
        note: `only approve, complete: ${median(over('actionsPerSecond')).toFixed(2)}; ${middle('cpuMicros').toFixed(0)} µs CPU a call`,
      },
    ]
    if (commits != null) figures.push(costsOf(name, middle('statements'), middle('commits')))
    return figures
  })
}

/** Round by round, so that other work on the machine disturbs both. */
function ratiosOf(measured: readonly Round[], direct: readonly Round[], rate: Rate): number[] {
  return measured.map((round, index) => round[rate] / (direct[index]?.[rate] ?? Number.NaN))
}

/** Of one call. A few are of other work, such as the vacuum of the database. */
function costsOf(name: string, statements: number, commits: number): Figure {
  return {
    name: `${name}: statements, commits`,
    value: `${statements.toFixed(2)}, ${commits.toFixed(2)}`,
    budget: '≤ 3, 2',
    met: Math.round(statements) <= 3 && Math.round(commits) <= 2,
  }
}

export const proxyLoad: Measurement = {
  name: 'proxy-load',
  title: 'Proxy under load: u2a/approve and u2a/complete over direct calls to the same mock',
  run,
}
