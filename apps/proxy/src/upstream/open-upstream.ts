import { createPiClient } from '@aloha-pi/client'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { WorldStore } from '../mock-world/world-store.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { PiChain, PiPlatform } from '../payouts/model/ports.ts'
import { checkNetwork, type NetworkVerdict } from './check-network.ts'
import { createPiPlatform } from './client-pi-platform.ts'
import { fetchOpenPayments } from './fetch-open-payments.ts'
import { createPiChain } from './fetch-pi-chain.ts'
import { createUpstreamFetch } from './upstream-fetch.ts'
import { watchUpstream } from './watch-upstream.ts'
import { createWrittenAmounts, type WrittenAmounts } from './written-amounts.ts'
import { createWorldGuard, onlyWorld, type WorldGuard } from '../mock-world/world-guard.ts'

/** Everything that reaches out of this process. */
export type Upstream = {
  pi: PiPlatform
  /** The chain as this wallet sees it. */
  chain(wallet: string): PiChain
  /** Whether Horizon serves the network of the configuration. */
  checkNetwork(): Promise<NetworkVerdict>
  world: WorldGuard
  /** How Pi wrote the amount of a payment that it sent. */
  amountText: WrittenAmounts['textOf']
  close(): Promise<void>
}

export function openUpstream(
  { upstream, database, resetCommand }: Pick<Config, 'upstream' | 'database' | 'resetCommand'>,
  deps: {
    worldStore: WorldStore
    log: Logger
    metrics: Metrics
    clock: () => number
    /** To each upstream. */
    sockets: number
  },
): Upstream {
  const { apiUrl, apiKey, timeoutMs, horizonUrl, network } = upstream
  const { clock, worldStore, log, metrics, sockets } = deps
  const { fetch, fetchForClient, close } = createUpstreamFetch({ timeoutMs, sockets })
  // Its own retries are off: the rules for what may be repeated are in this program.
  const client = createPiClient({
    apiKey,
    baseUrl: apiUrl,
    fetch: fetchForClient,
    timeoutMs,
    retries: 0,
  })
  const amounts = createWrittenAmounts()
  return {
    pi: createPiPlatform({
      client,
      fetchOpen: () => fetchOpenPayments({ fetch, apiUrl, apiKey, timeoutMs }),
      clock,
      observe: watchUpstream(log, metrics),
      onPayment: amounts.note,
    }),
    amountText: amounts.textOf,
    chain: (wallet) =>
      createPiChain({ horizonUrl, wallet, fetch, timeoutMs, clock, observe: metrics.observeChain }),
    checkNetwork: () => checkNetwork(fetch, { horizonUrl, network, timeoutMs }),
    world: upstream.local
      ? createWorldGuard({
          apiUrl,
          fetch: fetchForClient,
          clock,
          store: worldStore,
          requiredAt: upstream.mockHost,
          database: describeDatabase(database, resetCommand),
          onAnotherWorld: (sentence) => log.error({ alarm: 'another_world' }, sentence),
        })
      : onlyWorld,
    close,
  }
}

const ADVICE = 'The database of this proxy belongs to another world of the mock: its operator must'

function describeDatabase(database: Config['database'], resetCommand: string | undefined) {
  const reset = resetCommand && `run \`${resetCommand}\` in another terminal`
  return database.kind === 'postgres'
    ? {
        name: 'The database of DATABASE_URL',
        remedy: 'stop the proxy and give it an empty database',
        advice: `${ADVICE} stop it and give it an empty database`,
      }
    : {
        name: `The database in ${database.dataDir}`,
        remedy: reset ?? `stop the proxy, delete the folder ${database.dataDir} and start it again`,
        advice: `${ADVICE} ${reset ?? 'stop it, delete its data directory, which its log names, and start it again'}`,
      }
}
