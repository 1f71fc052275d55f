import { createPiClient } from '@aloha-pi/client'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import type { WorldStore } from '../database/world-store.ts'
import type { Metrics } from '../http/metrics.ts'
import { createPiPlatform } from './client-pi-platform.ts'
import type { PiPlatform } from './pi-platform.ts'
import { createUpstreamFetch } from './upstream-fetch.ts'
import { watchUpstream } from './watch-upstream.ts'
import { createWorldGuard, onlyWorld, type WorldGuard } from './world-guard.ts'

/** Everything that reaches out of this process. */
export type Upstream = { pi: PiPlatform; world: WorldGuard; close(): Promise<void> }

export function openUpstream(
  { upstream, database }: Pick<Config, 'upstream' | 'database'>,
  deps: { worldStore: WorldStore; log: Logger; metrics: Metrics; clock: () => number },
): Upstream {
  const { apiUrl, apiKey, timeoutMs } = upstream
  const { clock, worldStore, log, metrics } = deps
  const { fetch, close } = createUpstreamFetch({ timeoutMs })
  const client = createPiClient({ apiKey, baseUrl: apiUrl, fetch, timeoutMs })
  return {
    pi: createPiPlatform({ client, clock, observe: watchUpstream(log, metrics) }),
    world: upstream.local
      ? createWorldGuard({
          apiUrl,
          fetch,
          clock,
          store: worldStore,
          database: describeDatabase(database),
          onAnotherWorld: (sentence) => log.error({ alarm: 'another_world' }, sentence),
        })
      : onlyWorld,
    close,
  }
}

const ADVICE = 'The database of this proxy belongs to another world of the mock: its operator must'

function describeDatabase(database: Config['database']) {
  return database.kind === 'postgres'
    ? {
        name: 'The database of DATABASE_URL',
        remedy: 'stop the proxy and give it an empty database',
        advice: `${ADVICE} stop it and give it an empty database`,
      }
    : {
        name: `The database in ${database.dataDir}`,
        remedy: `stop the proxy, delete the folder ${database.dataDir} and start it again`,
        advice: `${ADVICE} stop it, delete its data directory, which its log names, and start it again`,
      }
}
