import type { IncomingMessage, RequestListener } from 'node:http'
import { findAmbiguity } from '@aloha-pi/contract-http'
import type { Metrics } from './metrics.ts'
import { refusal } from './refusal.ts'
import { localHosts, type LocalHosts } from './require-host.ts'

const METRICS_PATH = '/metrics'

/** `GET /metrics`, for a server of its own: these figures are not for the callers of the API. */
export function createMetricsHandler(options: {
  metrics: Metrics
  onFault: (error: unknown) => void
  /** In front of a mock: the addresses that the server listens on. It then answers only to these. */
  bound?: readonly string[] | undefined
}): RequestListener {
  const { metrics, onFault, bound } = options
  const hosts = bound && localHosts(bound)
  return (req, res) => {
    const refused = judge(req, hosts)
    if (refused != null) {
      res.writeHead(refused.status, { 'content-type': 'text/plain', ...refused.headers })
      return void res.end(refused.message)
    }
    metrics.text().then(
      (text) => res.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => {
        onFault(error)
        res.writeHead(500).end()
      },
    )
  }
}

type MetricsRefusal = { status: number; message?: string; headers?: Record<string, string> }

function judge(req: IncomingMessage, hosts: LocalHosts | undefined): MetricsRefusal | undefined {
  const { method, url, headers, httpVersion } = req
  const ambiguity = findAmbiguity(req)
  if (ambiguity != null) {
    const { status, field, rule } = ambiguity
    return { status, message: `${field} ${rule}`, headers: { connection: 'close' } }
  }
  if (headers.host == null && httpVersion !== '1.0') {
    return { status: 400, message: 'Host is required', headers: { connection: 'close' } }
  }
  if (headers.host != null && hosts?.includes(headers.host) === false) {
    return { status: 403, message: refusal('host_not_allowed', { hosts: hosts.names }).message }
  }
  if (url !== METRICS_PATH) return { status: 404 }
  if (method === 'GET' || method === 'HEAD') return undefined
  return { status: 405, headers: { allow: 'GET, HEAD' } }
}
