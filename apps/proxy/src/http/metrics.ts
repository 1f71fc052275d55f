import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export type Metrics = {
  contentType: string
  text(): Promise<string>
  observeRequest(request: { method: string; route: string; status: number; ms: number }): void
  observeUpstream(call: { operation: string; outcome: string; ms: number; isAlarm: boolean }): void
}

const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30]

/** Counts and durations by route and outcome; nothing about a payment, a client or an address. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'aloha_request_seconds',
    help: 'Requests served, by route of the contract and status',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers,
  })
  const upstream = new Histogram({
    name: 'aloha_upstream_seconds',
    help: 'Calls to Pi: payment, refused, or why no answer could be used',
    labelNames: ['operation', 'outcome'],
    buckets: BUCKETS,
    registers,
  })
  const keyRefusals = new Counter({
    name: 'aloha_upstream_auth_failures_total',
    help: 'Calls that Pi refused because of the Server API key of this proxy: alarm above 0',
    registers,
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    observeRequest: ({ method, route, status, ms }) =>
      requests.observe({ method, route, status }, ms / 1000),
    observeUpstream({ operation, outcome, ms, isAlarm }) {
      upstream.observe({ operation, outcome }, ms / 1000)
      if (isAlarm) keyRefusals.inc()
    },
  }
}
