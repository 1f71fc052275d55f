import {
  DEFAULT_CONNECTION_LIMITS,
  fitDescriptors,
  guardConnections,
  type ConnectionLimits,
  type DropReason,
} from '@aloha-pi/contract-http'
import type { Logger } from 'pino'
import { limitLogging } from './limit-logging.ts'
import type { Metrics } from './metrics.ts'
import { wordBrokenRequest } from './word-broken-request.ts'

/** Few programs ask for the metrics, so few connections can be a burden. */
const METRICS_CONNECTIONS = 64

/** For `listen`: what guards the connections of the API, and those of the metrics, which have places of their own. */
export function guardServers(options: {
  limits: ConnectionLimits
  log: Logger
  metrics: Metrics
  clock: () => number
  newId: () => string
}) {
  const { limits, metrics } = options
  const word = wordBrokenRequest(options)
  const onDropped = reportDropped(options)
  const metricsLimits = {
    ...limits,
    max: METRICS_CONNECTIONS,
    perAddress: METRICS_CONNECTIONS,
    perLoopbackAddress: METRICS_CONNECTIONS,
  }
  return {
    api: guardConnections({ limits, word, onDropped }),
    metrics: guardConnections({
      limits: metricsLimits,
      word,
      onDropped: (reason) => metrics.countDroppedConnection(reason),
    }),
  }
}

/** A reverse proxy has one address for all its clients: it may use every place, unless the setting says otherwise. */
export function connectionLimits(
  http: { trustProxy: number; maxConnectionsPerAddress?: number | undefined },
  injected: Partial<ConnectionLimits> = {},
): ConnectionLimits {
  const limits = { ...DEFAULT_CONNECTION_LIMITS, max: fitDescriptors(MAX_CONNECTIONS), ...injected }
  const byDefault = http.trustProxy > 0 ? limits.max : limits.perAddress
  return {
    ...limits,
    perAddress: http.maxConnectionsPerAddress ?? byDefault,
    perLoopbackAddress: injected.perLoopbackAddress ?? limits.max,
  }
}
const MAX_CONNECTIONS = 5_000

function reportDropped({ log, metrics, clock }: Parameters<typeof guardServers>[0]) {
  const limit = limitLogging(clock)
  return (reason: DropReason) => {
    metrics.countDroppedConnection(reason)
    const report = limit()
    if (report.isReported)
      log.warn({ reason, left_out: report.leftOut }, 'a connection was dropped')
  }
}
