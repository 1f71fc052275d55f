import { Gauge, type Registry } from 'prom-client'

/** So many calls in a row without a response that can be used. */
const DOWN_AFTER = 3
const LOST: ReadonlySet<string> = new Set(['timeout', 'unreachable', 'unusable'])

export type UpstreamName = 'pi' | 'horizon'

/** Derives from the outcomes of calls which upstream is down. A refusal, or "too many requests", is a response. */
export function createUpstreamDown(registers: Registry[]) {
  const gauge = new Gauge({
    name: 'aloha_upstream_down',
    help: `1 while the last ${DOWN_AFTER} calls or more to this upstream brought no usable response`,
    labelNames: ['upstream'],
    registers,
  })
  const lost: Record<UpstreamName, number> = { pi: 0, horizon: 0 }
  for (const upstream of Object.keys(lost)) gauge.set({ upstream }, 0)
  return (upstream: UpstreamName, outcome: string) => {
    lost[upstream] = isLost(outcome) ? lost[upstream] + 1 : 0
    gauge.set({ upstream }, lost[upstream] >= DOWN_AFTER ? 1 : 0)
  }
}

/** Outcomes of Horizon are statuses. */
function isLost(outcome: string): boolean {
  return LOST.has(outcome) || /^5\d\d$/.test(outcome)
}
