import { inBrackets } from '@aloha-pi/contracts'
import type { RequestError } from '@aloha-pi/express-server'
import type { Refusal } from '../http/send-refusal.ts'
import { controlRefusal } from './control-refusal.ts'

/** Words a request to the control API that was not served; `bytes` is how large its body may be. */
export function refuseControlInput(error: RequestError, { bytes }: { bytes: number }): Refusal {
  switch (error.kind) {
    case 'invalid':
      return controlRefusal('invalid_request', {
        ...error.issue,
        field: inBrackets(error.issue.field),
      })
    case 'bad_url':
      return controlRefusal('invalid_request', {
        field: 'url',
        rule: 'must not have a malformed percent escape',
      })
    case 'fault':
      return controlRefusal('internal_error')
    case 'body':
      break
  }
  switch (error.refusal) {
    case 'too_large':
      return controlRefusal('request_too_large', { limit: String(bytes) })
    case 'unsupported_media_type':
      return controlRefusal('unsupported_media_type')
    case 'malformed':
    case 'too_complex':
      return controlRefusal('invalid_request', {
        field: 'body',
        rule: `is refused: ${error.reason}`,
      })
  }
}
