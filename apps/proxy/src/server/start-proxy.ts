import { randomUUID } from 'node:crypto'
import {
  describeBindFailure,
  listen,
  type Listening,
  type ListenOptions,
} from '@aloha-pi/express-server'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { isLoopbackAddress } from '../config/base-url.ts'
import type { Env } from '../config/env.ts'
import { parseConfig, type Config } from '../config/config.ts'
import { readWalletSeed } from '../config/read-wallet-seed.ts'
import { DatabaseRefusedError } from '../database/database-refused-error.ts'
import { openDatabase, type Database } from '../stores/open-database.ts'
import { createWriteCheck } from '../database/watch-writes.ts'
import { lackOf } from '../files/failure-reason.ts'
import { connectionLimits, guardServers } from '../http/guard-servers.ts'
import { createReportFault, describeFault } from '../telemetry/logger.ts'
import { createMetrics, type Metrics } from '../telemetry/metrics.ts'
import { openLog } from '../telemetry/open-log.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import { createMetricsHandler } from '../http/serve-metrics.ts'
import { createAuthenticate } from '../keys/authenticate.ts'
import { DEVELOPMENT_KEY } from '../keys/development-key.ts'
import type { ProxyConnectionLimits } from './connection-limits.ts'
import { shareDescriptors, type DescriptorShares } from './share-descriptors.ts'
import { startOperator } from './start-operator.ts'
import { startPayouts } from './start-payouts.ts'
import { StartRefusedError } from './start-refused-error.ts'
import { createDetailsCache } from '../u2a/details-cache.ts'
import { hasResponse } from '../u2a/payment-details.ts'
import { createPayments, type Payments } from '../u2a/payments.ts'
import type { Payouts } from '../a2u/payouts.ts'
import { openUpstream, type Upstream } from '../upstream/open-upstream.ts'
import { beginToLoadStellar } from '../wallet/stellar.ts'

export type ProxyOptions = {
  /** Takes each log line; default standard error. */
  log?: (line: string) => void
  /** Milliseconds that never go back. */
  clock?: () => number
  newId?: () => string
  /** Instead of the limits that are built in. */
  connections?: Partial<ProxyConnectionLimits>
}

export type RunningProxy = {
  url: string
  metricsUrl: string | null
  /** The data directory, or `postgres`. */
  database: string
  /** The fixed key, while it is accepted: only with every upstream on loopback. */
  developmentKey: string | null
  /** Stops accepting, lets running requests finish, then ends the connections to Pi and the database. */
  close(): Promise<void>
}

/**
 * Starts a proxy in this process; `env` holds the variables of docs/configuration.md. Throws StartRefusedError with one
 * sentence for each problem; then nothing is left open.
 */
export async function startProxy(env: Env, options: ProxyOptions = {}): Promise<RunningProxy> {
  const parsed = parseConfig(env)
  if (!parsed.ok) throw new StartRefusedError(parsed.problems)
  const endings: Endings = []
  const close = async () => {
    for (const end of endings.splice(0).reverse()) await end()
  }
  try {
    return { ...(await start(parsed.config, options, endings)), close }
  } catch (error) {
    await close()
    if (error instanceof DatabaseRefusedError) {
      throw new StartRefusedError([error.message], { cause: error })
    }
    throw describeStartFailure(error)
  }
}

/** What the machine lacks, as a sentence. A fault of the program stays what it is. */
function describeStartFailure(error: unknown): unknown {
  const reason = lackOf(error)
  return reason == null
    ? error
    : new StartRefusedError([`The proxy cannot start: ${reason}`], { cause: error })
}

/** What has to be ended again, in the order in which it began. */
type Endings = (() => unknown)[]
type Shared = {
  log: Logger
  metrics: Metrics
  clock: () => number
  newId: () => string
  shares: DescriptorShares
  connections: Partial<ProxyConnectionLimits> | undefined
}

async function start(config: Config, options: ProxyOptions, endings: Endings) {
  const shares = shareDescriptors(config)
  if (!shares.ok) throw new StartRefusedError([shares.problem])
  const seed = await readWalletSeed(config.wallet)
  if (!seed.ok) throw new StartRefusedError([seed.problem])
  const { log, flush } = openLog(config.logLevel, options.log)
  endings.push(flush)
  const clock = options.clock ?? (() => performance.now())
  const shared: Shared = {
    log,
    clock,
    metrics: createMetrics(),
    newId: options.newId ?? randomUUID,
    shares: shares.value,
    connections: options.connections,
  }
  const opening = openDatabase(
    config.database,
    (error) => log.warn({ fault: describeFault(error) }, 'a database connection broke'),
    (sentence) => log.warn(sentence),
  )
  // PGlite is compiled on other threads meanwhile.
  if (seed.seed != null) beginToLoadStellar()
  const database = await opening
  endings.push(() => database.close())
  const upstream = openUpstream(config, {
    ...shared,
    worldStore: database.world,
    sockets: shares.value.upstream,
  })
  endings.push(() => upstream.close())
  const verdict = await upstream.world.check(0)
  if (!verdict.ok) throw new StartRefusedError([verdict.sentence])
  const { mockHost } = config.upstream
  if (mockHost != null) {
    log.warn(
      `MOCK_HOST declares the host ${mockHost} a mock: the development key is accepted, and calls go there without TLS if its URL is http`,
    )
  }
  const payments = openPayments(config, shared, { database, upstream })
  const stopping = new AbortController()
  const { payouts, wake, run } = await startPayouts({
    ...shared,
    config,
    seed: seed.seed,
    database,
    upstream,
    payments,
    stopping: stopping.signal,
  })
  let stopped: Promise<void> | undefined
  endings.push(() => {
    stopping.abort()
    return stopped
  })
  endings.push(await startOperator({ config, database, log, onDone: wake }))
  const open = { database, upstream, payments, payouts }
  const served = await serve(config, shared, open, endings)
  // After the start, which its first look at the wallet would delay.
  stopped = run()
  // First of all: waiting callers are asked to come back, and the wallet is left to another instance.
  endings.push(() => stopping.abort())
  return served
}

/** How long one action may take at Pi: the write and what settles its outcome. */
function actionMs({ upstream }: Config): number {
  return 2 * upstream.timeoutMs
}

/** Beyond the calls to Pi. What is cut off all the same is noted in the database as pending. */
const GRACE_MS = 5_000

async function serve(config: Config, shared: Shared, open: Open, endings: Endings) {
  const { http, metrics } = config
  const guarded = guardServers({
    ...shared,
    limits: connectionLimits(http, { max: shared.shares.api, ...shared.connections }),
    metricsPlaces: shared.shares.metrics,
  })
  const metricsServer =
    metrics &&
    (await bind('METRICS_PORT', {
      ...guarded.metrics,
      ...metrics,
      handler: createMetricsHandler({
        metrics: shared.metrics,
        bound: config.upstream.local ? metrics.hosts : undefined,
        onFault: (error) => createReportFault(shared.log)(undefined, error),
      }),
    }))
  if (metricsServer != null) endings.push(() => metricsServer.close())
  const server = await bind('PORT', {
    ...guarded.api,
    hosts: http.hosts,
    port: http.port,
    handler: composeApp(config, shared, open),
  })
  endings.push(() => server.close(actionMs(config) + GRACE_MS))
  if (config.upstream.local) warnIfOpen(http.hosts, shared.log)
  return {
    url: urlOf(server),
    metricsUrl: metricsServer == null ? null : urlOf(metricsServer),
    database: config.database.kind === 'pglite' ? config.database.dataDir : 'postgres',
    developmentKey: config.upstream.local ? DEVELOPMENT_KEY : null,
  }
}

/** What requests are served with. */
type Open = { database: Database; upstream: Upstream; payments: Payments; payouts: Payouts }

function openPayments(
  config: Config,
  { clock }: Shared,
  { database, upstream }: Pick<Open, 'database' | 'upstream'>,
): Payments {
  const { pi, world } = upstream
  return createPayments({
    pi,
    world,
    store: database.u2aPayments,
    payouts: database.payouts,
    cache: createDetailsCache(hasResponse, clock),
    timeoutMs: actionMs(config),
    publicDetails: config.http.publicDetails,
  })
}

function composeApp(config: Config, shared: Shared, open: Open) {
  const { database, upstream, payments, payouts } = open
  const { http, rateLimits } = config
  const { local } = config.upstream
  const checkWrites = createWriteCheck(database.tryWrite, shared.clock)
  return createApp({
    ...shared,
    payments,
    payouts,
    amountText: upstream.amountText,
    authenticate: createAuthenticate({ keys: database.keys, development: local }),
    limits: {
      perAddress: createRateLimit(rateLimits.perAddress),
      perKey: createRateLimit(rateLimits.perKey),
      anonymous: createRateLimit(rateLimits.anonymous),
    },
    async findObstacle() {
      await database.ping()
      await checkWrites()
      const verdict = await upstream.world.check(1000)
      return verdict.ok ? undefined : verdict.advice
    },
    settings: {
      ...http,
      development: local ? { key: DEVELOPMENT_KEY, bound: http.hosts } : undefined,
    },
  })
}

/** What DEVELOPMENT_ON_NETWORK allowed. */
function warnIfOpen(hosts: readonly string[], log: Logger) {
  for (const host of hosts.filter((each) => !isLoopbackAddress(each))) {
    log.warn(
      `listening on ${host} while local: anyone who reaches this machine can use the development key, which is public`,
    )
  }
}

async function bind(variable: 'PORT' | 'METRICS_PORT', options: ListenOptions): Promise<Listening> {
  try {
    return await listen(options)
  } catch (cause) {
    const problem = describeBindFailure(cause, options, {
      port: `set ${variable} to another port`,
      host: `set ${variable === 'PORT' ? 'HOST' : 'METRICS_HOST'} to one of its addresses`,
    })
    if (problem != null) throw new StartRefusedError([problem], { cause })
    throw cause
  }
}

function urlOf(server: Listening): string {
  const [address] = server.addresses
  if (address == null) throw new Error('A server without an address')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${server.port}`
}
