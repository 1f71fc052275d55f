import { alohaErrorForPi } from '@aloha-pi/contracts/aloha'
import type { Logger } from 'pino'
import type { Metrics } from '../http/metrics.ts'
import type { UpstreamCall } from './client-pi-platform.ts'
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

function outcomeOf(answer: PiAnswer): string {
  return answer.kind === 'lost' ? answer.cause : answer.kind
}

/** Every call will fail until an operator acts. */
function isKeyRefused(answer: PiAnswer): boolean {
  if (answer.kind === 'lost') return answer.cause === 'unauthorized'
  return answer.kind === 'refused' && alohaErrorForPi(answer.code) === 'upstream_auth'
}
