import { createRandom, type Random } from '../sim/random.ts'
import { startHttpLink, httpFaults, type Asked, type HttpFault } from './http-link.ts'
import { keepInstance, type Instance } from './instance.ts'
import type { ChaosOptions } from './options.ts'
import type { ChaosDatabase, Mock } from './start-world.ts'
import { startTcpLink } from './tcp-link.ts'

const PATIENCE_MS = 2_000

export type Shared = {
  mock: Mock
  database: ChaosDatabase
  options: ChaosOptions
  /** False: every link passes everything. */
  isStormy: () => boolean
  count: (what: string) => void
  onSubmit: (asked: Asked) => void
  onProcessEnd: (index: number, text: string, endedByItself: boolean) => void
}
export type Linked = Instance & {
  url: string
  /** When its payouts last called Pi or Horizon. */
  lastWorkAt: () => number
  drained: () => Promise<void>
  close: () => Promise<void>
}

const notStale = httpFaults.filter((fault) => fault !== 'stale_answer')

/** One proxy with links of its own to its clients, Pi, Horizon and the database. */
export async function startInstance(shared: Shared, index: number): Promise<Linked> {
  const { mock, database, options, isStormy, count } = shared
  const random = createRandom(options.seed * 1_009 + index)
  const link = (name: string, faults: readonly HttpFault[], onDelivery?: (asked: Asked) => void) =>
    startHttpLink({
      random,
      patienceMs: PATIENCE_MS,
      count: (fault) => count(`${name}: ${fault}`),
      choose: ({ path }) =>
        // The identity of the mock is no part of Pi.
        isStormy() && !path.startsWith('/_mock') && random.chance(options.faults)
          ? faults[random.int(0, faults.length - 1)]
          : undefined,
      ...(onDelivery && { onDelivery }),
    })
  const clients = await link('clients', notStale)
  const pi = await link('Pi', notStale)
  const horizon = await link('Horizon', httpFaults, (asked) => {
    if (asked.method === 'POST' && asked.path === '/transactions') shared.onSubmit(asked)
  })
  pi.aim(mock.url)
  horizon.aim(mock.url)
  const data = database.port == null ? undefined : await linkData(shared, random, database.port)
  const instance = keepInstance({
    env: { ...environment(shared, data?.port), PI_API_URL: pi.url, PI_HORIZON_URL: horizon.url },
    aim: clients.aim,
    onEnd: (text, endedByItself) => shared.onProcessEnd(index, text, endedByItself),
  })
  const links = [clients, pi, horizon]
  return {
    ...instance,
    url: clients.url,
    lastWorkAt: () => Math.max(pi.lastAskedAt(), horizon.lastAskedAt()),
    async drained() {
      for (const each of links) await each.drained()
    },
    async close() {
      await instance.end()
      for (const each of [...links, ...(data == null ? [] : [data])]) await each.close()
    },
  }
}

function linkData({ options, isStormy, count }: Shared, random: Random, targetPort: number) {
  return startTcpLink({
    targetPort,
    random,
    count: (fault) => count(`Postgres: ${fault}`),
    choose: (place) => {
      if (!isStormy()) return undefined
      if (place === 'connection') return random.chance(options.faults) ? 'refuse' : undefined
      if (!random.chance(options.faults / 20)) return undefined
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
    METRICS_PORT: 'off',
    PROXY_READY: 'json',
    UPSTREAM_TIMEOUT_MS: String(PATIENCE_MS),
    PAYOUT_WAIT_MS: '2000',
    PAYOUT_LEASE_MS: String(options.leaseMs),
    PAYOUT_LEDGER_MS: String(options.ledgerMs),
    PAYOUT_TIME_BOUND_S: '20',
    PAYOUT_CLIENT_DAY_CAP: '10000',
    RATE_LIMIT_PER_KEY: '1000000',
    RATE_LIMIT_PER_ADDRESS: '1000000',
    RATE_LIMIT_ANONYMOUS: '1000000',
  }
}
