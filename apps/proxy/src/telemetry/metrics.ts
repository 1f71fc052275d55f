import type { DropReason } from '@aloha-pi/express-server'
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { createPayoutMetrics, type PayoutMetrics } from './payout-metrics.ts'
import { createUpstreamDown } from './upstream-down.ts'

export type Metrics = PayoutMetrics & {
  contentType: string
  text(): Promise<string>
  observeRequest(request: { method: string; route: string; status: number; ms: number }): void
  observeUpstream(call: { operation: string; outcome: string; ms: number; isAlarm: boolean }): void
  observeChain(call: { operation: string; outcome: string; ms: number }): void
  countBrokenRequest(): void
  countDroppedConnection(reason: DropReason): void
}

function once(task: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) task()
    isDone = true
  }
}

const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30]

/** Counts and durations by route and outcome; nothing about a payment, a client or an address. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const collectProcess = once(() => collectDefaultMetrics({ register: registry }))
  const requests = new Histogram({
    name: 'aloha_request_seconds',
    help: 'Requests served, by route of the contract and status',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers,
  })
  const upstream = new Histogram({
    name: 'aloha_upstream_seconds',
    help: 'Calls to Pi: payment, refused, or why the response could not be used',
    labelNames: ['operation', 'outcome'],
    buckets: BUCKETS,
    registers,
  })
  const keyRefusals = new Counter({
    name: 'aloha_upstream_auth_failures_total',
    help: 'Calls that Pi refused because of the Server API key of this proxy: alarm above 0',
    registers,
  })
  const chain = new Histogram({
    name: 'aloha_chain_seconds',
    help: 'Calls to Horizon: the status, or why the response could not be used',
    labelNames: ['operation', 'outcome'],
    buckets: BUCKETS,
    registers,
  })
  const seeUpstream = createUpstreamDown(registers)
  const broken = new Counter({
    name: 'aloha_broken_requests_total',
    help: 'Requests that are not valid HTTP, too slow or too large; only some of them are logged',
    registers,
  })
  const dropped = new Counter({
    name: 'aloha_connections_dropped_total',
    help: 'Connections dropped: full (no place), address (too many of one), unread (a response was not read)',
    labelNames: ['reason'],
    registers,
  })
  return {
    ...createPayoutMetrics(registers),
    contentType: registry.contentType,
    text() {
      // From the first time that anyone asks: they look at the event loop a hundred times a second.
      collectProcess()
      return registry.metrics()
    },
    observeRequest: ({ method, route, status, ms }) =>
      requests.observe({ method, route, status }, ms / 1000),
    observeUpstream({ operation, outcome, ms, isAlarm }) {
      upstream.observe({ operation, outcome }, ms / 1000)
      seeUpstream('pi', outcome)
      if (isAlarm) keyRefusals.inc()
    },
    observeChain({ operation, outcome, ms }) {
      chain.observe({ operation, outcome }, ms / 1000)
      seeUpstream('horizon', outcome)
    },
    countBrokenRequest: () => broken.inc(),
    countDroppedConnection: (reason) => dropped.inc({ reason }),
  }
}
