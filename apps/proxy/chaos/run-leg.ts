import { setTimeout } from 'node:timers/promises'
import { createRandom } from '../sim/random.ts'
import { check, type Violation } from './checker.ts'
import {
  driveOrder,
  lookUp,
  type Answer,
  type ClientWorld,
  type Order,
  type Row,
} from './clients.ts'
import { disturb } from './disturb.ts'
import { readArrival, readMock, type Arrival } from './ledger.ts'
import type { ChaosOptions } from './options.ts'
import { findSecrets } from './secrets.ts'
import { startInstance, type Linked, type Shared } from './start-instances.ts'
import {
  makeOrders,
  startDatabase,
  startMock,
  type ChaosDatabase,
  type Mock,
} from './start-world.ts'

export type Leg = {
  options: ChaosOptions
  counts: Record<string, number>
  ends: Record<string, number>
  violations: Violation[]
  /** From the first call to the first final answer. */
  settledMs: number[]
  /** From a SIGKILL of the instance that worked to the next payout that ended. */
  recoveryMs: number[]
  /** From the last fault until nothing was open. */
  restMs: number
  seconds: number
}

/** One world from its beginning to its check. Undefined where no Postgres runs. */
export async function runLeg(options: ChaosOptions): Promise<Leg | undefined> {
  const database = await startDatabase(options.pglite)
  if (database == null) return undefined
  try {
    const mock = await startMock(options)
    try {
      return await runIn(options, mock, database)
    } finally {
      await mock.close()
    }
  } finally {
    await database.remove()
  }
}

async function runIn(options: ChaosOptions, mock: Mock, database: ChaosDatabase): Promise<Leg> {
  const startedAt = Date.now()
  const planned = await makeOrders(mock, options)
  const ledger = readMock(mock.url, mock.wallet.address)
  const before = await ledger.balance()
  const record = createRecord([mock.apiKey, mock.wallet.seed, database.key])
  const storm = { isOn: true }
  const shared: Shared = {
    mock,
    database,
    options,
    isStormy: () => storm.isOn,
    count: record.count,
    onSubmit: ({ body, at }) => record.arrivals.push(readArrival(body, at)),
    onProcessEnd: record.processEnded,
  }
  const instances: Linked[] = []
  try {
    for (let i = 0; i < options.instances; i += 1) instances.push(await startInstance(shared, i))
    const world: ClientWorld = {
      // At least one instance, by the options.
      urls: instances.map(({ url }) => url) as [string, ...string[]],
      key: database.key,
      record: record.answered,
      isOver: () => Date.now() > startedAt + options.minutes * 60_000,
    }
    const storming = { options, world, orders: planned, instances, database, record }
    const orders = await underStorm(storming)
    storm.isOn = false
    const calmAt = Date.now()
    const ends = await allEnds(world, orders, calmAt + 90_000)
    const restMs = Date.now() - calmAt
    for (const instance of instances) await instance.drained()
    await leaveNothingOpen(shared, instances, ledger)
    for (const instance of instances) await instance.close()
    const { rows, envelopes } = await database.read()
    record.scan('rows', rows)
    const violations = check({
      wallet: mock.wallet.address,
      orders,
      ends,
      envelopes,
      answers: record.answers,
      arrivals: record.arrivals,
      transactions: await ledger.transactions(),
      payments: await ledger.payments(),
      piPayments: await ledger.piPayments(),
      spent: before - (await ledger.balance()),
    })
    return {
      options,
      counts: { ...Object.fromEntries(record.counts), 'payouts begun': orders.length },
      ends: tally([...ends.values()].map((row) => row?.status ?? 'unknown')),
      violations: [...record.violations, ...violations],
      settledMs: record.settledMs,
      recoveryMs: recoveries(record),
      restMs,
      seconds: (Date.now() - startedAt) / 1000,
    }
  } finally {
    for (const instance of instances) await instance.close()
  }
}

type Recorded = ReturnType<typeof createRecord>

function createRecord(secrets: readonly string[]) {
  const counts = new Map<string, number>()
  const violations: Violation[] = []
  const answers: Answer[] = []
  const count = (what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1)
  const scan = (where: string, text: string) => {
    for (const what of findSecrets(text, secrets)) {
      violations.push({ invariant: 'I8', detail: `${what} stands in ${where}` })
    }
  }
  return {
    counts,
    violations,
    answers,
    count,
    scan,
    arrivals: [] as Arrival[],
    settledMs: [] as number[],
    settledAt: [] as number[],
    kills: [] as number[],
    answered(answer: Answer, text: string) {
      answers.push(answer)
      scan(`an answer to ${answer.order}`, text)
    },
    processEnded(index: number, text: string, endedByItself: boolean) {
      scan(`the log of proxy ${index}`, text)
      if (!endedByItself) return
      violations.push({ invariant: 'ended', detail: `proxy ${index}: ${text.slice(-600)}` })
    },
  }
}

/** Answers the orders that were begun before the time was over. */
async function underStorm(world: {
  options: ChaosOptions
  world: ClientWorld
  orders: readonly Order[]
  instances: readonly Linked[]
  database: ChaosDatabase
  record: Recorded
}): Promise<Order[]> {
  const { options, orders, record } = world
  let done = 0
  const begun: Order[] = []
  const queue = orders.values()
  const work = async () => {
    for (const order of queue) {
      if (world.world.isOver()) return
      begun.push(order)
      const sentAt = Date.now()
      const end = await driveOrder(world.world, order)
      done += 1
      if (end == null) continue
      record.settledAt.push(Date.now())
      record.settledMs.push(Date.now() - sentAt)
    }
  }
  const disturbing = disturb({
    ...world,
    random: createRandom(options.seed),
    settled: () => done,
    isOver: world.world.isOver,
    count: record.count,
    onKill: (at, wasWorking) => wasWorking && record.kills.push(at),
  })
  await Promise.all([disturbing, ...Array.from({ length: options.open }, work)])
  return begun
}

/** What each order became, asked of a proxy without faults in the way; again until all are final. */
async function allEnds(world: ClientWorld, orders: readonly Order[], until: number) {
  const ends = new Map<string, Row | undefined>()
  let open = [...orders]
  while (open.length > 0) {
    const queue = open.values()
    const look = async () => {
      for (const order of queue) ends.set(order.name, await lookUp(world, order))
    }
    await Promise.all(Array.from({ length: 10 }, look))
    open = open.filter(({ name }) => (ends.get(name)?.status ?? 'processing') === 'processing')
    if (Date.now() > until) break
    if (open.length > 0) await setTimeout(200)
  }
  return ends
}

/** A payment that a late call began is nobody's until the audit, which every start makes. */
async function leaveNothingOpen(
  shared: Shared,
  instances: Linked[],
  ledger: ReturnType<typeof readMock>,
) {
  for (const instance of instances.splice(0)) await instance.close()
  instances.push(await startInstance(shared, instances.length))
  const until = Date.now() + 30_000
  while (Date.now() < until) {
    const payments = await ledger.piPayments()
    const open = payments.filter(
      ({ status, metadata }) =>
        metadata?.order != null &&
        !status.developer_completed &&
        !status.cancelled &&
        !status.user_cancelled,
    )
    if (open.length === 0) return
    await setTimeout(250)
  }
}

function recoveries({ kills, settledAt }: Recorded): number[] {
  return kills.flatMap((at) => {
    const next = settledAt.find((each) => each > at)
    return next == null ? [] : [next - at]
  })
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
