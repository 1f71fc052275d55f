import type { RequestListener } from 'node:http'
import type { Metrics } from './metrics.ts'

const METRICS_PATH = '/metrics'

/** `GET /metrics`, for a server of its own: these figures are not for the callers of the API. */
export function createMetricsHandler(
  metrics: Metrics,
  onFault: (error: unknown) => void,
): RequestListener {
  return ({ method, url }, res) => {
    if (url !== METRICS_PATH) res.writeHead(404).end()
    else if (method !== 'GET' && method !== 'HEAD') {
      res.writeHead(405, { allow: 'GET, HEAD' }).end()
    } else {
      metrics.text().then(
        (text) => res.writeHead(200, { 'content-type': metrics.contentType }).end(text),
        (error: unknown) => {
          onFault(error)
          res.writeHead(500).end()
        },
      )
    }
  }
}
