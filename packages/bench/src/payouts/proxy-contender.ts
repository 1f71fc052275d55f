import { setTimeout } from 'node:timers/promises'
import { DEVELOPMENT_KEY } from '@aloha-pi/proxy'
import { keepTarget } from '../targets/keep-target.ts'
import type { Contender } from './contender.ts'
import { phase, type Order, type Said } from './orders.ts'
import type { PayingApp } from './payout-world.ts'

export type ProxyOptions = {
  name: string
  /** Where each instance finds Pi. */
  urls: readonly string[]
  /** `DATABASE_URL` or `DATA_DIR`. */
  database: Record<string, string>
  ledgerMs: number
  leaseMs?: number
}
export type ProxyContender = Contender & {
  /** All instances respond. */
  ready(): Promise<void>
  killInstance(index: number): void
  /** Of the first instance. */
  url(): Promise<string>
}

/** A client gives up asking after this, and does not know. */
const PATIENCE_MS = 180_000
const OPEN_AT_ONCE = 20

/** One instance for each url, on one database. */
export function createProxies(app: PayingApp, options: ProxyOptions): ProxyContender {
  const instances = options.urls.map((url) =>
    keepTarget('proxy.ts', [JSON.stringify(environment(app, url, options))]),
  )
  const client = {
    uid: app.uid,
    urlOf: (turn: number) => instances[turn % instances.length]?.url(),
  }
  return {
    name: options.name,
    app,
    async pay(orders, { pauseMs = 0, openAtOnce = OPEN_AT_ONCE } = {}) {
      const said = new Map<string, Said>()
      // One queue for all: each takes the next order.
      const queue = numbered(orders)
      const work = async () => {
        for (const [index, order] of queue) {
          if (pauseMs > 0) await setTimeout(pauseMs * phase(index))
          said.set(order.name, await payOrder(client, order, index))
        }
      }
      await Promise.all(Array.from({ length: pauseMs > 0 ? 1 : openAtOnce }, work))
      return said
    },
    async ready() {
      for (const instance of instances) await instance.url()
    },
    url: async () => String(await client.urlOf(0)),
    kill: () => instances[0]?.kill(),
    killInstance: (index) => instances[index]?.kill(),
    async cpuMicros() {
      const usages = await Promise.all(instances.map((instance) => instance.usage()))
      return usages.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0)
    },
    async close() {
      for (const instance of instances) await instance.stop()
    },
  }
}

function* numbered(orders: Iterable<Order>): Generator<readonly [number, Order]> {
  let index = 0
  for (const order of orders) {
    yield [index, order]
    index += 1
  }
}

type Client = { uid: string; urlOf(turn: number): Promise<string> | undefined }
type Row = { status: string; created_at: string; updated_at: string }

/** Asks with the same key until the payout is final. */
async function payOrder({ uid, urlOf }: Client, order: Order, first: number): Promise<Said> {
  const until = performance.now() + PATIENCE_MS
  for (let turn = first; performance.now() < until; turn += 1) {
    const row = await ask(String(await urlOf(turn)), order, uid)
    if (row == null) await setTimeout(50)
    else if (row.status !== 'processing') {
      const ms = Date.parse(row.updated_at) - Date.parse(row.created_at)
      const isPaid = row.status === 'completed' || row.status === 'paid_unconfirmed'
      return { status: isPaid ? 'paid' : 'not_paid', ms }
    }
  }
  return { status: 'unknown', ms: PATIENCE_MS }
}

async function ask(url: string, order: Order, uid: string): Promise<Row | undefined> {
  const { name, amount, memo, metadata } = order
  const headers = {
    authorization: `Bearer ${DEVELOPMENT_KEY}`,
    'content-type': 'application/json',
    'idempotency-key': name,
  }
  const body = JSON.stringify({ payment: { amount, memo, metadata, uid } })
  try {
    const response = await fetch(`${url}/v1/transaction/a2u/create`, {
      method: 'POST',
      headers,
      body,
    })
    const { sbResData } = (await response.json()) as { sbResData?: { row: Row } }
    return sbResData?.row
  } catch {
    // Its process was killed: the outcome is open, and asked for again.
    return undefined
  }
}

function environment(app: PayingApp, url: string, options: ProxyOptions): Record<string, string> {
  const { database, ledgerMs, leaseMs = 15_000 } = options
  return {
    PI_API_URL: url,
    PI_HORIZON_URL: url,
    PI_API_KEY: app.apiKey,
    PI_WALLET_ADDRESS: app.wallet.address,
    PI_WALLET_SEED: app.wallet.seed,
    PAYOUT_LEDGER_MS: String(ledgerMs),
    PAYOUT_LEASE_MS: String(leaseMs),
    LOG_LEVEL: 'silent',
    ...database,
  }
}
