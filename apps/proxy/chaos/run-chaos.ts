import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleProxy, type Bundle } from './bundle-proxy.ts'
import { check, type Facts, type Violation } from './checker.ts'
import type { ClientWorld } from './clients.ts'
import { createArrivalRecorder } from './record-arrivals.ts'
import { readMock, type MockLedger } from './ledger.ts'
import { readMetrics } from './metrics.ts'
import type { ChaosOptions } from './options.ts'
import type { Forgotten } from './lost-responses.ts'
import { employOperator } from './operator.ts'
import { createRecord, type Record } from './record.ts'
import { createRestores } from './restores.ts'
import { allEnds, leaveNothingOpen } from './await-final.ts'
import { startDatabase, type ChaosDatabase } from './start-database.ts'
import { startInstance, type Linked, type Shared } from './start-instances.ts'
import { makeOrders, makePayees, startMock, type Mock } from './start-world.ts'
import { createSwitch, runFaultPhase } from './fault-phase.ts'

export type ChaosRun = {
  options: ChaosOptions
  /** Of the product that ran. */
  commit: string
  counts: { [what: string]: number }
  ends: { [status: string]: number }
  violations: Violation[]
  /** From the first call of a client to the final status in a response. */
  settledMs: number[]
  /** From the turn of a payout to its end. */
  inWorkMs: number[]
  /** From a SIGKILL of the instance that worked to the next envelope at Horizon. */
  nextEnvelopeMs: number[]
  /** From a SIGKILL of the instance that worked to the next payout whose final status a client got. */
  nextEndMs: number[]
  /** From the last fault, and the last quarantine, until every payout was final. */
  restMs: number
  seconds: number
}

/** How long an end is waited for: a late one is not a lost one. */
const MAX_WAIT_MS = 300_000

/** One world from its beginning to its check. Undefined where no Postgres runs. */
export async function runChaos(
  options: ChaosOptions,
  stop: AbortSignal,
): Promise<ChaosRun | undefined> {
  await using bundle = await bundleProxy(options.mutant)
  await using database = await startDatabase(options.pglite, bundle)
  if (database == null) return undefined
  await using mock = await startMock(options)
  return await runIn({ options, mock, database, bundle, stop })
}

type Parts = {
  options: ChaosOptions
  mock: Mock
  database: ChaosDatabase
  bundle: Bundle
  stop: AbortSignal
}

async function runIn(parts: Parts): Promise<ChaosRun> {
  const { options, mock, database, bundle, stop } = parts
  const startedAt = Date.now()
  const wallet = mock.wallet.address
  const ledger = readMock(mock.url, wallet)
  const record = createRecord(canariesOf(mock, database))
  const arrivalRecorder = createArrivalRecorder({ ledger, isStored: database.isStored })
  const toggle = createSwitch()
  const shared: Shared = { ...parts, record, arrivalRecorder, areFaultsOn: toggle.isOn }
  const instances: Linked[] = []
  const forgotten: Forgotten[] = []
  const lost = new Set<string>()
  const { config } = database
  const wasLost = (payout: string) => lost.has(payout)
  const operator = employOperator({ config, wallet, record, wasLost })
  const isOver = () => stop.aborted || Date.now() > startedAt + options.minutes * 60_000
  try {
    const before = await ledger.balance()
    for (let i = 0; i < options.instances; i += 1) instances.push(await startInstance(shared, i))
    await Promise.all(instances.map(({ started }) => started))
    const clients: ClientWorld = {
      // At least one instance, by the options.
      urls: instances.map(({ url }) => url) as [string, ...string[]],
      key: database.key,
      record: record.goodResponse,
      isOver,
    }
    const restores = createRestores(shared, { instances, operator, forgotten, lost, isOver })
    const payees = await makePayees(mock)
    const orders = makeOrders(payees, options)
    const [phase] = await Promise.all([
      runFaultPhase({ ...shared, toggle, clients, orders, payees, instances, restores }),
      readMetrics(instances, record, toggle.signal),
    ])
    stop.throwIfAborted()
    const { responses } = record
    // A no waits for the end of a quarantine.
    const restFrom = () => Math.max(phase.calmAt, operator.quarantinedUntil())
    const until = () => restFrom() + MAX_WAIT_MS
    const ends = await allEnds(clients, phase.begun, { responses, forgotten, until })
    const restMs = Math.max(0, Date.now() - restFrom())
    await operator.quarantineOver()
    await leaveAll(shared, instances, { ledger, quietFrom: operator.quarantinedUntil })
    await operator.pause()
    const atTheEnd = await database.read()
    record.scanForCanaries('every row of the database', atTheEnd.rows)
    const facts: Facts = {
      wallet,
      orders: phase.begun,
      ends,
      sentByOthers: phase.sentByOthers,
      ...atTheEnd,
      responses,
      restMs,
      forgotten,
      refusedElsewhere: record.refusedElsewhere,
      arrivals: arrivalRecorder.arrivals,
      transactions: await ledger.transactions(),
      payments: await ledger.payments(),
      piPayments: await ledger.piPayments(),
      spent: before + phase.received - (await ledger.balance()),
    }
    record.scan('the log of the mock', await mock.close())
    const violations = [...record.violations, ...check(facts)]
    // What was planted has a known cause.
    const isFound = violations.length > 0 && options.mutant == null
    if (isFound) await keepEvidence(options, { violations, facts, record })
    return {
      options,
      commit: bundle.commit,
      ...sumUp(record, facts),
      violations,
      restMs,
      inWorkMs: atTheEnd.inWorkMs,
      seconds: (Date.now() - startedAt) / 1000,
    }
  } finally {
    toggle.calm()
    await operator.pause()
    await Promise.all(instances.map((instance) => instance.close()))
  }
}

function canariesOf(mock: Mock, { key, password }: ChaosDatabase) {
  return {
    'the seed of the wallet': mock.wallet.seed,
    'the API key of Pi': mock.apiKey,
    'the API key of another app': mock.otherKey,
    'the key of a client': key,
    ...(password != null && { 'the password of the database': password }),
  }
}

async function leaveAll(
  shared: Shared,
  instances: Linked[],
  world: { ledger: MockLedger; quietFrom: () => number },
) {
  for (const instance of instances) await instance.drained()
  await leaveNothingOpen(shared, instances, world)
  for (const instance of instances.splice(0)) await instance.close()
}

function sumUp(record: Record, { orders, ends, arrivals, transactions, sentByOthers }: Facts) {
  const { counts, kills, settledAt, settledMs } = record
  const gaps = (times: readonly number[]) =>
    kills.flatMap((at) => {
      const next = times.find((each) => each > at)
      return next == null ? [] : [next - at]
    })
  record.count('payouts', orders.length)
  record.count('payouts without a key', orders.filter(({ isKeyed }) => !isKeyed).length)
  record.count('envelopes at Horizon', arrivals.length)
  record.count('envelopes judged at arrival', arrivals.filter((each) => each.stored != null).length)
  const used = transactions.filter(({ hash }) => sentByOthers.has(hash)).length
  record.count('other wallet user: transactions in ledgers', used)
  record.count('calls of clients', record.responses.length)
  const { size: refused } = record.refusedElsewhere
  if (refused > 0) record.count('restore: payouts refused for the wrong key', refused)
  return {
    counts: Object.fromEntries(counts),
    ends: tally(orders.map(({ name }) => ends.get(name)?.status ?? 'unknown')),
    settledMs,
    nextEnvelopeMs: gaps(arrivals.map(({ at }) => at)),
    nextEndMs: gaps(settledAt),
  }
}

function tally(values: readonly string[]): { [value: string]: number } {
  const counts: { [value: string]: number } = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** All that led to a violation, for anyone who looks for its cause. */
async function keepEvidence(
  { seed }: ChaosOptions,
  found: { violations: Violation[]; facts: Facts; record: Record },
) {
  const folder = fileURLToPath(new URL('../.data/', import.meta.url))
  await mkdir(folder, { recursive: true })
  const file = join(folder, `chaos-evidence-${seed}-${process.pid}.json`)
  const { violations, facts, record } = found
  const plain = (_key: string, value: unknown) => {
    if (typeof value === 'bigint') return String(value)
    if (value instanceof Map) return [...value]
    return value instanceof Set ? [...value] : value
  }
  await writeFile(file, JSON.stringify({ violations, facts, logs: record.logs }, plain))
  process.stderr.write(`What led to it is in ${file}\n`)
}
