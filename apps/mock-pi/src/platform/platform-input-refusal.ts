import type { RequestError } from '@aloha-pi/express-server'
import type { AppRoute } from '@ts-rest/core'
import { BODY_LIMITS } from '../http/body-limits.ts'
import type { Refusal } from '../http/send-refusal.ts'
import { refusePlatformBody } from './platform-body-refusal.ts'
import { platformRefusal } from './platform-refusal.ts'

/** What the error handler knows of a request: its path, and its route if one matched. */
export type FailedRequest = { path: string; tsRestRoute?: AppRoute; body: unknown }

/** Words a request that was not served in Pi's shape. */
export function refusePlatformInput(error: RequestError, req: FailedRequest): Refusal {
  switch (error.kind) {
    case 'invalid':
      return error.where === 'path' ? refuseId(req) : refusePlatformBody(error.issue, req)
    case 'body':
      return refuseFraming(error)
    case 'bad_url':
      return platformRefusal('invalid_request', 'request/bad_url', {
        values: { reason: 'The URL has a malformed percent escape.' },
      })
    case 'fault':
      return platformRefusal('unknown_error', 'mock/fault')
  }
}

/** An id that cannot exist is as unknown as one that does not. */
function refuseId({ path, tsRestRoute }: FailedRequest): Refusal {
  const segments = tsRestRoute?.path.split('/') ?? []
  const place = segments.findIndex((segment) => segment.startsWith(':'))
  // The route matched, so the segment is there and its escapes are well-formed.
  const id = decodeURIComponent(path.split('/')[place] ?? '')
  return segments[place] === ':adId'
    ? platformRefusal('ad_not_found', 'ads/not_found', { values: { id } })
    : platformRefusal('payment_not_found', 'payment/not_found', { values: { id } })
}

function refuseFraming({ refusal, reason }: Extract<RequestError, { kind: 'body' }>): Refusal {
  switch (refusal) {
    case 'too_large':
      return platformRefusal('request_too_large', 'request/too_large', {
        values: { limit: String(BODY_LIMITS.bytes) },
      })
    case 'unsupported_media_type':
      return platformRefusal('unsupported_media_type', 'request/media_type', { values: { reason } })
    case 'malformed':
    case 'too_complex':
      return platformRefusal('invalid_request', `request/${refusal}`, {
        values: { reason: `The body is refused: ${reason}.` },
      })
  }
}
