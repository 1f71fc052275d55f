import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { findAmbiguity } from '@aloha-pi/express-server'
import { alohaErrors } from '@aloha-pi/contracts'
import type { AlohaErrorBody } from '@aloha-pi/contracts/aloha'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Metrics } from '../telemetry/metrics.ts'
import { refusal, type Refusal } from './refusal.ts'
import { localHosts, type LocalHosts } from './require-host.ts'

const METRICS_PATH = '/metrics'
const ALLOW = 'GET, HEAD'

/** `GET /metrics`, for a separate server: these figures are not for the callers of the API. */
export function createMetricsHandler(options: {
  metrics: Metrics
  onFault: (error: unknown) => void
  /** In front of a mock: the addresses that the server listens on. It then serves only these. */
  bound?: readonly string[] | undefined
}): RequestListener {
  const { metrics, onFault, bound } = options
  const hosts = bound && localHosts(bound)
  return (req, res) => {
    const refused = judge(req, hosts)
    if (refused != null) return send(res, refused)
    metrics.text().then(
      (text) => res.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => {
        onFault(error)
        send(res, { refusal: refusal('internal_error') })
      },
    )
  }
}

/** `status` instead of that of the refusal. */
type MetricsRefusal = { refusal: Refusal; status?: number; headers?: Record<string, string> }

const CLOSE = { connection: 'close' }

function judge(req: IncomingMessage, hosts: LocalHosts | undefined): MetricsRefusal | undefined {
  const { method = '', url = '', headers, httpVersion } = req
  const ambiguity = findAmbiguity(req)
  if (ambiguity != null) {
    const { status, field, rule } = ambiguity
    return { refusal: refusal('invalid_request', { field, rule }), status, headers: CLOSE }
  }
  if (headers.host == null && httpVersion !== '1.0') {
    const values = { field: 'Host', rule: 'is required' }
    return { refusal: refusal('invalid_request', values), headers: CLOSE }
  }
  if (headers.host != null && hosts?.includes(headers.host) === false) {
    return { refusal: refusal('host_not_allowed', { hosts: hosts.names }) }
  }
  const [path = ''] = url.split('?')
  if (url !== METRICS_PATH) return { refusal: refusal('route_not_found', { method, path }) }
  if (method === 'GET' || method === 'HEAD') return undefined
  const values = { path, allow: ALLOW, method }
  return { refusal: refusal('method_not_allowed', values), headers: { allow: ALLOW } }
}

function send(res: ServerResponse, refused: MetricsRefusal) {
  const { code, message } = refused.refusal
  const requestId = randomUUID()
  const body: AlohaErrorBody = { success: false, error: message, code, request_id: requestId }
  const text = JSON.stringify(body)
  res.writeHead(refused.status ?? alohaErrors[code].status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    [REQUEST_ID_HEADER]: requestId,
    ...refused.headers,
  })
  res.end(text)
}
