import type { BrokenRequest, BrokenRequestResponse } from '@aloha-pi/express-server'
import { alohaErrors } from '@aloha-pi/contracts'
import type { AlohaErrorBody } from '@aloha-pi/contracts/aloha'
import type { Logger } from 'pino'
import { limitLogging } from './limit-logging.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { refusal } from './refusal.ts'

/** The methods of all routes. */
const ALLOW = 'GET, HEAD, POST'

/** Words in the envelope what node's parser refused, counts it and logs some of it. Broken HTTP is always 400, CONNECT 405. */
export function formatBrokenRequest(options: {
  newId: () => string
  log: Logger
  metrics: Metrics
  clock: () => number
}) {
  const { newId, log, metrics, clock } = options
  const limit = limitLogging(clock)
  return ({ status, rule, parserCode }: BrokenRequest): BrokenRequestResponse => {
    const requestId = newId()
    const { code, message } =
      status === 405
        ? refusal('method_not_allowed', { path: 'Every path', allow: ALLOW, method: 'CONNECT' })
        : refusal('invalid_request', { field: 'The request', rule })
    metrics.countBrokenRequest()
    const report = limit()
    if (report.isReported) {
      const { leftOut } = report
      log.info({ request_id: requestId, code, parser: parserCode, left_out: leftOut }, 'request')
    }
    const body: AlohaErrorBody = { success: false, error: message, code, request_id: requestId }
    const headers = { 'X-Request-Id': requestId, ...(status === 405 && { Allow: ALLOW }) }
    return { status: alohaErrors[code].status, headers, body }
  }
}
