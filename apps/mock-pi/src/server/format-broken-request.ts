import type { BrokenRequest, BrokenRequestResponse } from '@aloha-pi/express-server'
import { MOCK_RULE_HEADER } from '@aloha-pi/contracts/control'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { RefusalLog } from '../explain/refusal-log.ts'
import { platformRefusal } from '../platform/platform-refusal.ts'

const rules: Record<BrokenRequest['status'], string> = {
  400: 'request/no_http',
  405: 'request/method_not_allowed',
  408: 'request/too_slow',
  413: 'request/too_large',
  431: 'request/headers_too_large',
}

/** The methods of all routes. */
const ALLOW = 'GET, HEAD, OPTIONS, PATCH, POST'

/** Words in Pi's shape what the parser refused, since it is unknown which API it was meant for, and logs it. */
export function formatBrokenRequest(
  randomId: () => string,
  log: (line: string) => void,
  world: { refusals: RefusalLog },
) {
  return ({ status, rule, parserCode }: BrokenRequest): BrokenRequestResponse => {
    const { body } =
      status === 405
        ? platformRefusal('method_not_allowed', rules[status], {
            values: { path: 'Every path', allow: ALLOW, method: 'CONNECT' },
          })
        : platformRefusal('invalid_request', rules[status], {
            values: { reason: `The request ${rule}.` },
          })
    const id = randomId()
    const { error: code, error_message: message } = body
    const request = { requestId: id, method: '?', path: '?' }
    world.refusals.noteRefusal(request, { rule: rules[status], status, code, message })
    log(`refused (request ${id}): The request ${rule} (${parserCode})`)
    const headers = {
      [REQUEST_ID_HEADER]: id,
      [MOCK_RULE_HEADER]: rules[status],
      ...(status === 405 && { Allow: ALLOW }),
    }
    return { status, headers, body }
  }
}
