import type { BrokenRequest, BrokenRequestAnswer } from '@aloha-pi/contract-http'
import { alohaErrors } from '@aloha-pi/contracts'
import type { AlohaErrorBody } from '@aloha-pi/contracts/aloha'
import type { Logger } from 'pino'
import { limitLogging } from './limit-logging.ts'
import type { Metrics } from './metrics.ts'
import { refusal } from './refusal.ts'

/** Words in the envelope what node's parser refused, counts it and logs some of it. Broken HTTP is always 400. */
export function wordBrokenRequest(options: {
  newId: () => string
  log: Logger
  metrics: Metrics
  clock: () => number
}) {
  const { newId, log, metrics, clock } = options
  const limit = limitLogging(clock)
  return ({ rule, parserCode }: BrokenRequest): BrokenRequestAnswer => {
    const requestId = newId()
    const { code, message } = refusal('invalid_request', { field: 'The request', rule })
    metrics.countBrokenRequest()
    const report = limit()
    if (report.isReported) {
      const { leftOut } = report
      log.info({ request_id: requestId, code, parser: parserCode, left_out: leftOut }, 'request')
    }
    const body: AlohaErrorBody = { success: false, error: message, code, request_id: requestId }
    return { status: alohaErrors[code].status, headers: { 'X-Request-Id': requestId }, body }
  }
}
