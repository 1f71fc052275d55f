import type { BrokenRequest, BrokenRequestAnswer } from '@aloha-pi/contract-http'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import { platformRefusal } from './platform-refusal.ts'

const rules: Record<BrokenRequest['status'], string> = {
  400: 'request/no_http',
  408: 'request/too_slow',
  413: 'request/too_large',
  431: 'request/headers_too_large',
}

/** Words in Pi's shape what the parser refused: nobody knows which API it was meant for. */
export function refuseBrokenRequest(randomId: () => string) {
  return ({ status, rule }: BrokenRequest): BrokenRequestAnswer => {
    const { body } = platformRefusal('invalid_request', rules[status], {
      values: { reason: `The request ${rule}.` },
    })
    const headers = { [REQUEST_ID_HEADER]: randomId(), [MOCK_RULE_HEADER]: rules[status] }
    return { status, headers, body }
  }
}
