import { alohaErrorForPi } from '@aloha-pi/contracts/aloha'
import type { Logger } from 'pino'
import type { Metrics } from '../telemetry/metrics.ts'
import type { UpstreamCall } from './client-pi-platform.ts'

/**
 * Counts every call to Pi; a refused key is an alarm. Those for a request are logged when they brought no usable
 * response: what becomes of a call of payouts is the runner's to tell.
 */
export function watchUpstream(log: Logger, metrics: Metrics) {
  return (call: UpstreamCall) => {
    const { operation, ms, result, request } = call
    const outcome = outcomeOf(call)
    const isAlarm = isKeyRefused(call)
    metrics.observeUpstream({ operation, outcome, ms, isAlarm })
    const fields = request && {
      request_id: request.requestId,
      payment_id: request.paymentId,
      operation,
      outcome,
      ms: Math.round(ms),
    }
    if (isAlarm) {
      const alarm = { ...(fields ?? { operation, outcome }), alarm: 'upstream_auth' }
      log.error(alarm, 'Pi refuses the key of this proxy')
    } else if (fields != null && result.kind === 'unknown') {
      log.warn(fields, 'no usable response from Pi')
    }
  }
}

function outcomeOf({ result, request }: UpstreamCall): string {
  switch (result.kind) {
    case 'ok':
      return request == null ? 'ok' : 'payment'
    case 'refused':
      return 'refused'
    case 'unknown':
      return result.cause
  }
}

/** Every call will fail until an operator acts. A word against the key is `unknown` to payouts. */
function isKeyRefused({ result, request }: UpstreamCall): boolean {
  if (result.kind === 'unknown') return result.cause === 'unauthorized'
  if (result.kind === 'ok' || request == null) return false
  return alohaErrorForPi(result.code) === 'upstream_auth'
}
