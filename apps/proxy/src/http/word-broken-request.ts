import type { BrokenRequest, BrokenRequestAnswer } from '@aloha-pi/contract-http'
import { alohaErrors } from '@aloha-pi/contracts'
import type { AlohaErrorBody } from '@aloha-pi/contracts/aloha'
import type { Logger } from 'pino'
import { refusal } from './refusal.ts'

/** Words in the envelope what node's parser refused. Broken HTTP is 400, whatever broke. */
export function wordBrokenRequest(options: { newId: () => string; log: Logger }) {
  return ({ rule, parserCode }: BrokenRequest): BrokenRequestAnswer => {
    const requestId = options.newId()
    const { code, message } = refusal('invalid_request', { field: 'The request', rule })
    options.log.info({ request_id: requestId, code, parser: parserCode }, 'request')
    const body: AlohaErrorBody = { success: false, error: message, code, request_id: requestId }
    return { status: alohaErrors[code].status, headers: { 'X-Request-Id': requestId }, body }
  }
}
