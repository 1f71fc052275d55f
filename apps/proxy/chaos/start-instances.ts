import { createRandom, type Random } from '../testkit/random.ts'
import type { Bundle } from './bundle-proxy.ts'
import type { ArrivalRecorder } from './record-arrivals.ts'
import { anyHttpFault, type Asked, type HttpFault, type Reply } from './http-faults.ts'
import { startHttpLink, type HttpLink } from './http-link.ts'
import { keepInstance, type Instance } from './instance.ts'
import type { ChaosOptions } from './options.ts'
import type { Record } from './record.ts'
import type { ChaosDatabase } from './start-database.ts'
import type { Mock } from './start-world.ts'
import { startTcpLink } from './tcp-link.ts'

const PATIENCE_MS = 1_200

export type Shared = {
  bundle: Bundle
  mock: Mock
  database: ChaosDatabase
  options: ChaosOptions
  record: Record
  arrivalRecorder: ArrivalRecorder
  /** False: every link passes everything. */
  areFaultsOn: () => boolean
}
/** When a process is killed: as soon as one of its writes to Pi or the chain has arrived, or just before. */
export type KillPoint = 'before delivery' | 'after delivery'
export type Linked = Instance & {
  url: string
  /** When its payouts last called Pi or Horizon. */
  lastWorkAt: () => number
  /** Lets `act` happen at the next write; returns false once it is too late. */
  arm: (at: KillPoint, act: () => void) => { isArmed(): boolean; disarm(): boolean }
  drained: () => Promise<void>
  close: () => Promise<void>
}

/** One proxy with its own links to its clients, Pi, Horizon and the database. */
export async function startInstance(shared: Shared, index: number): Promise<Linked> {
  const { mock, options, record, arrivalRecorder } = shared
  const random = createRandom(options.seed * 1_009 + index)
  const trap = createTrap()
  const clients = await link(shared, random, {
    name: 'client to proxy',
    hasReplicas: false,
    after: (_asked, reply) => record.scan('a response to a client', wordsOf(reply)),
  })
  const pi = await link(shared, random, {
    name: 'proxy to Pi',
    hasReplicas: true,
    before: (asked) => {
      record.scanForCanaries('a request to Pi', wordsOf(asked, 'authorization'))
      trap.before(asked)
    },
    after(asked, reply) {
      noteRefusedElsewhere(shared, asked, reply)
      trap.after(asked)
    },
  })
  const horizon = await link(shared, random, {
    name: 'proxy to Horizon',
    hasReplicas: true,
    async before(asked) {
      record.scanForCanaries('a request to Horizon', wordsOf(asked))
      if (asked.method === 'POST' && asked.path === '/transactions')
        await arrivalRecorder.record(asked)
      trap.before(asked)
    },
    after: trap.after,
  })
  pi.aim(mock.url)
  horizon.aim(mock.url)
  const data = await linkData(shared, random)
  const instance = keepInstance({
    bundle: shared.bundle,
    env: { ...environment(shared, data?.port), PI_API_URL: pi.url, PI_HORIZON_URL: horizon.url },
    aim: clients.aim,
    onEnd: (end) => record.processEnded(index, end),
  })
  const links = [clients, pi, horizon]
  return {
    ...instance,
    url: clients.url,
    lastWorkAt: () => Math.max(pi.lastAskedAt(), horizon.lastAskedAt()),
    arm: trap.arm,
    async drained() {
      for (const each of links) await each.drained()
    },
    async close() {
      await instance.end()
      for (const each of [...links, ...(data == null ? [] : [data])]) await each.close()
    },
  }
}

/** Another app does not know the users of the right one: their payouts fail for that. */
function noteRefusedElsewhere({ mock, record }: Shared, asked: Asked, reply: Reply) {
  const isElsewhere = asked.headers.authorization === `Key ${mock.otherKey}`
  const isPayment = asked.method === 'POST' && asked.path === '/v2/payments'
  if (!isElsewhere || !isPayment || !reply.body.includes('user_not_found')) return
  // What the proxy sends is checked against Pi's contract in its own tests.
  const { payment } = JSON.parse(asked.body) as { payment?: { metadata?: { order?: string } } }
  const order = payment?.metadata?.order
  if (order != null) record.refusedElsewhere.add(order)
}

type LinkOptions = {
  name: string
  /** Reads may get an older response. */
  hasReplicas: boolean
  before?: (asked: Asked) => Promise<void> | void
  after: (asked: Asked, reply: Reply) => void
}

function link(
  { options, areFaultsOn, record }: Shared,
  random: Random,
  { name, hasReplicas, ...hooks }: LinkOptions,
): Promise<HttpLink> {
  const choose = ({ path, method }: Asked) => {
    // The identity of the mock is not a part of Pi.
    if (!areFaultsOn() || path.startsWith('/_mock')) return undefined
    const isRead = method === 'GET'
    // Most requests only read, and what becomes of a write matters more.
    if (!random.chance(isRead ? options.faults : options.faults * 3)) return undefined
    return isRead && hasReplicas && random.chance(0.3) ? 'stale_answer' : random.pick(anyHttpFault)
  }
  const count = (fault: HttpFault) => record.count(`${name}: ${fault}`)
  return startHttpLink({ random, patienceMs: PATIENCE_MS, count, choose, ...hooks })
}

/** Waits for the next write to Pi or the chain. */
function createTrap() {
  let armed: { at: KillPoint; act: () => void } | undefined
  const spring = (at: KillPoint, { method }: Asked) => {
    if (armed?.at !== at || method !== 'POST') return
    const { act } = armed
    armed = undefined
    act()
  }
  return {
    before: (asked: Asked) => spring('before delivery', asked),
    after: (asked: Asked) => spring('after delivery', asked),
    arm(at: KillPoint, act: () => void) {
      const mine = { at, act }
      armed = mine
      const isArmed = () => armed === mine
      return {
        isArmed,
        disarm() {
          const wasArmed = isArmed()
          if (wasArmed) armed = undefined
          return wasArmed
        },
      }
    },
  }
}

function wordsOf({ headers, body, ...rest }: Asked | Reply, except?: string): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => (name === except ? [] : value))
  return [...lines, 'path' in rest ? decodeURIComponent(rest.path) : '', body].join('\n')
}

async function linkData(shared: Shared, random: Random) {
  const { options, areFaultsOn, record, database } = shared
  if (database.port == null) return undefined
  return startTcpLink({
    targetPort: database.port,
    random,
    count: (fault) => record.count(`proxy to Postgres: ${fault}`),
    watch: (data) =>
      // A login may show the password of the database to the database.
      record.scanForCanaries('what was sent to Postgres', data, 'the password of the database'),
    choose: (place) => {
      if (!areFaultsOn()) return undefined
      if (place === 'connection') return random.chance(options.faults) ? 'refuse' : undefined
      if (!random.chance(options.faults / 25)) return undefined
      return random.pick(['reset_before', 'reset_after', 'stall'])
    },
  })
}

function environment({ mock, database, options }: Shared, dataPort: number | undefined) {
  const { config } = database
  const url = config.kind === 'postgres' ? new URL(config.url) : undefined
  if (url != null) url.port = String(dataPort)
  return {
    PI_API_KEY: mock.apiKey,
    PI_WALLET_ADDRESS: mock.wallet.address,
    PI_WALLET_SEED: mock.wallet.seed,
    ...(config.kind === 'pglite' ? { DATA_DIR: config.dataDir } : { DATABASE_URL: url?.href }),
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_HOST: '127.0.0.1',
    METRICS_PORT: '0',
    PROXY_READY: 'json',
    LOG_LEVEL: 'trace',
    UPSTREAM_TIMEOUT_MS: String(PATIENCE_MS),
    // A repetition of the last minute is the same payout as in the first.
    IDEMPOTENCY_WINDOW: '86400',
    PAYOUT_WAIT_MS: '100',
    PAYOUT_LEASE_MS: String(options.leaseMs),
    PAYOUT_LEDGER_MS: String(options.ledgerMs),
    PAYOUT_TIME_BOUND_S: '20',
    PAYOUT_CLIENT_DAY_CAP: '10000',
    RATE_LIMIT_PER_KEY: '1000000',
    RATE_LIMIT_PER_ADDRESS: '1000000',
    RATE_LIMIT_ANONYMOUS: '1000000',
  }
}
