import { alohaErrorForPi } from '@aloha-pi/contracts/aloha'
import type { Logger } from 'pino'
import type { Metrics } from '../telemetry/metrics.ts'
import type { PayoutCall } from './client-pi-payments.ts'
import type { UpstreamCall } from './client-pi-platform.ts'
import type { ChainCall } from './fetch-pi-chain.ts'
import type { PiAnswer } from './pi-platform.ts'

/** Counts every call to Pi and logs those without a usable answer; a refused key is an alarm. */
export function watchUpstream(log: Logger, metrics: Metrics) {
  return (call: UpstreamCall) => {
    const isAlarm = isKeyRefused(call.answer)
    metrics.observeUpstream({ ...call, outcome: outcomeOf(call.answer), isAlarm })
    const fields = {
      request_id: call.requestId,
      payment_id: call.paymentId,
      operation: call.operation,
      outcome: outcomeOf(call.answer),
      ms: Math.round(call.ms),
    }
    if (isAlarm)
      log.error({ ...fields, alarm: 'upstream_auth' }, 'Pi refuses the key of this proxy')
    else if (call.answer.kind === 'lost') log.warn(fields, 'no usable answer from Pi')
  }
}

/** Counts the calls of payouts to Pi; what becomes of them is the runner's to tell. */
export function watchPayoutCalls(log: Logger, metrics: Metrics) {
  return ({ isKeyRefused, ...call }: PayoutCall) => {
    metrics.observeUpstream({ ...call, isAlarm: isKeyRefused })
    if (isKeyRefused) {
      const { operation, outcome } = call
      const fields = { operation, outcome, alarm: 'upstream_auth' }
      log.error(fields, 'Pi refuses the key of this proxy')
    }
  }
}

/** Counts the calls to Horizon. */
export function watchChain(metrics: Metrics) {
  return (call: ChainCall) => metrics.observeChain(call)
}

function outcomeOf(answer: PiAnswer): string {
  return answer.kind === 'lost' ? answer.cause : answer.kind
}

/** Every call will fail until an operator acts. */
function isKeyRefused(answer: PiAnswer): boolean {
  if (answer.kind === 'lost') return answer.cause === 'unauthorized'
  return answer.kind === 'refused' && alohaErrorForPi(answer.code) === 'upstream_auth'
}
