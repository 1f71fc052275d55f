import type { AlohaErrorCode } from '@aloha-pi/contracts/wire'
import { ApiError } from '../errors/api-error.ts'
import { isNetworkError } from '../errors/network-error.ts'
import { isResponseShapeError } from '../errors/response-shape-error.ts'
import { isTimeoutError } from '../errors/timeout-error.ts'

const STATUSES = new Set([408, 425, 429, 500, 502, 503, 504])
/** A limit of a day, with the status of a limit of a second. */
const LASTING: ReadonlySet<unknown> = new Set<AlohaErrorCode>(['payout_limit'])

/** Whether the same request may meet another response soon. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ApiError) {
    if (LASTING.has(error.code)) return false
    return STATUSES.has(error.status) || error.outcomeUnknown
  }
  // JSON that is cut, or a gateway's page in its place; another shape would only come again.
  if (isResponseShapeError(error)) return error.fault === 'not_json'
  return isNetworkError(error) || isTimeoutError(error)
}
