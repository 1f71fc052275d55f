import { setTimeout } from 'node:timers/promises'
import { DEVELOPMENT_KEY } from '@aloha-pi/proxy'
import { Client } from 'pg'
import { fillQueue } from '../../../../apps/proxy/test/payouts/queue/fill-queue.ts'
import { openQueueDatabase } from '../../../../apps/proxy/test/payouts/queue/open-database.ts'
import type { Figure } from '../figure.ts'
import type { Databases } from '../payouts/databases.ts'
import { startPayoutWorld, type PayingApp, type PayoutWorld } from '../payouts/payout-world.ts'
import { createProxies } from '../payouts/proxy-contender.ts'
import { median } from '../statistics.ts'

export type LedgerSettings = { waiting: number; ledgers: number; close: number }

/** Of the migration that makes it. */
const DEVELOPMENT_CLIENT = '00000000-0000-0000-0000-000000000001'
/** Stroops: the wallet of an app can pay it ten thousand times. */
const AMOUNT = 10_000n
const PATIENCE_MS = 180_000
const READS = 9

type Run = { perLedger: number; cpuMs: number; pageMs: number; pageBytes: number }

/** The proxy on Postgres pays from a long queue and, beside it, from one that is hardly longer than the run. */
export async function measureLedgers(
  databases: Databases,
  settings: LedgerSettings,
): Promise<Figure[]> {
  const world = await startPayoutWorld()
  try {
    await world.setLedgerClose(settings.close)
    const few = await pay(world, databases, { ...settings, waiting: settings.ledgers + 20 })
    const many = await pay(world, databases, settings)
    return figures(few, many, settings)
  } finally {
    await world.stop()
  }
}

async function pay(world: PayoutWorld, databases: Databases, settings: LedgerSettings) {
  const app = await world.newApp()
  const { env } = await databases.newPostgres()
  const url = String(env['DATABASE_URL'])
  await fill(url, app, settings.waiting)
  const proxy = createProxies(app, {
    name: 'proxy',
    urls: [world.url],
    database: env,
    ledgerMs: settings.close,
  })
  try {
    await proxy.ready()
    const ledgers = await untilPaid(url, settings.ledgers)
    const cpuMs = (await proxy.cpuMicros()) / 1_000 / ledgers.length
    const [first = 0, last = 0] = [ledgers.at(0), ledgers.at(-1)]
    const perLedger = (ledgers.length - 1) / (last - first)
    return { perLedger, cpuMs, ...(await readPages(await proxy.url())) } satisfies Run
  } finally {
    await proxy.close()
  }
}

async function fill(url: string, { uid, wallet }: PayingApp, waiting: number) {
  const none = { isManyClients: false, isOneUser: false, aside: 0, isPoor: false, finished: 0 }
  const own = { clientId: DEVELOPMENT_CLIENT, source: wallet.address, uid, amount: AMOUNT }
  const database = await openQueueDatabase({ DATABASE_URL: url })
  try {
    await fillQueue(database.db, { ...none, ...own, waiting })
  } finally {
    await database.close()
  }
}

/** Ledgers of the first so many payouts, in their order. */
async function untilPaid(connectionString: string, count: number): Promise<number[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    const until = performance.now() + PATIENCE_MS
    for (;;) {
      const { rows } = await client.query<{ ledger: number }>(
        `SELECT ledger FROM payout WHERE state = 'completed' ORDER BY ledger LIMIT ${count}`,
      )
      if (rows.length === count) return rows.map(({ ledger }) => ledger)
      if (performance.now() > until) {
        throw new Error(`Only ${rows.length} of ${count} were paid in ${PATIENCE_MS} ms`)
      }
      await setTimeout(500)
    }
  } finally {
    await client.end()
  }
}

async function readPages(url: string) {
  const times: number[] = []
  let pageBytes = 0
  for (let read = 0; read < READS; read += 1) {
    const from = performance.now()
    const response = await fetch(`${url}/v1/transaction/a2u/incomplete`, {
      headers: { authorization: `Bearer ${DEVELOPMENT_KEY}` },
    })
    pageBytes = (await response.arrayBuffer()).byteLength
    if (!response.ok) throw new Error(`a2u/incomplete: ${response.status}`)
    times.push(performance.now() - from)
  }
  return { pageMs: median(times), pageBytes }
}

function figures(few: Run, many: Run, { waiting, ledgers, close }: LedgerSettings): Figure[] {
  const name = `Postgres: payouts per ledger of ${close} ms`
  return [
    {
      name: `${name}, ${waiting} waiting`,
      value: many.perLedger.toFixed(2),
      budget: '1, no gap',
      met: many.perLedger >= 0.99,
      note: `${ledgers} payouts; ${many.cpuMs.toFixed(0)} ms CPU each`,
    },
    {
      name: `${name}, ${ledgers + 20} waiting`,
      value: few.perLedger.toFixed(2),
      note: `${few.cpuMs.toFixed(0)} ms CPU each`,
    },
    {
      name: `a2u/incomplete with ${waiting} waiting`,
      value: `${many.pageMs.toFixed(0)} ms`,
      note: `a page of ${(many.pageBytes / 1_000).toFixed(0)} kB, while payouts are paid`,
    },
  ]
}
