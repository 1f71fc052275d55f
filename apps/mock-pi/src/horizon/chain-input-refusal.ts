import type { RequestError } from '@aloha-pi/express-server'
import { chainProblem } from './chain-refusal.ts'
import { FORM_BYTES } from './read-form-body.ts'

/** Words a request to Horizon that was not served: `extras` name the field and its rule. */
export function refuseChainInput(error: RequestError) {
  switch (error.kind) {
    case 'invalid':
      return badField(error.issue.field, error.issue.rule)
    case 'bad_url':
      return badField('url', 'must not have a malformed percent escape')
    case 'fault':
      return chainProblem('server_error')
    case 'body':
      break
  }
  switch (error.refusal) {
    case 'too_large':
      return chainProblem('payload_too_large', { values: { limit: String(FORM_BYTES) } })
    case 'unsupported_media_type':
      return chainProblem('unsupported_media_type', { extras: { reason: error.reason } })
    case 'malformed':
    case 'too_complex':
      return badField('body', error.reason)
  }
}

/** Horizon's way to say which parameter is wrong. */
export function badField(invalid_field: string, reason: string) {
  return chainProblem('bad_request', { extras: { invalid_field, reason } })
}
