import {
  DEFAULT_CONNECTION_LIMITS,
  guardConnections,
  type ConnectionLimits,
  type DropReason,
} from '@aloha-pi/express-server'
import type { Logger } from 'pino'
import { limitLogging } from './limit-logging.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { formatBrokenRequest } from './format-broken-request.ts'

/** For `listen`: what guards the connections of the API, and those of the metrics, which have their own places. */
export function guardServers(options: {
  limits: ConnectionLimits
  /** Places for connections at the metrics port. */
  metricsPlaces: number
  log: Logger
  metrics: Metrics
  clock: () => number
  newId: () => string
}) {
  const { limits, metrics, metricsPlaces } = options
  const format = formatBrokenRequest(options)
  const onDropped = reportDropped(options)
  const metricsLimits = {
    ...limits,
    max: metricsPlaces,
    perAddress: metricsPlaces,
    perLoopbackAddress: metricsPlaces,
  }
  return {
    api: guardConnections({ limits, format, onDropped }),
    metrics: guardConnections({
      limits: metricsLimits,
      format,
      onDropped: (reason) => metrics.countDroppedConnection(reason),
    }),
  }
}

/**
 * `max` places, unless others are injected. A reverse proxy has one address for all its clients: it may use every
 * place, unless the setting says otherwise.
 */
export function connectionLimits(
  http: { trustProxy: number; maxConnectionsPerAddress?: number | undefined },
  injected: Pick<ConnectionLimits, 'max'> & Partial<ConnectionLimits>,
): ConnectionLimits {
  const limits = { ...DEFAULT_CONNECTION_LIMITS, ...injected }
  const byDefault = http.trustProxy > 0 ? limits.max : limits.perAddress
  return {
    ...limits,
    perAddress: http.maxConnectionsPerAddress ?? byDefault,
    perLoopbackAddress: injected.perLoopbackAddress ?? limits.max,
  }
}

function reportDropped({ log, metrics, clock }: Parameters<typeof guardServers>[0]) {
  const limit = limitLogging(clock)
  return (reason: DropReason) => {
    metrics.countDroppedConnection(reason)
    const report = limit()
    if (report.isReported)
      log.warn({ reason, left_out: report.leftOut }, 'a connection was dropped')
  }
}
