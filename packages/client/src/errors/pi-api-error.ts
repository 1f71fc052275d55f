import type { Payment } from '@aloha-pi/contracts/platform'
import { AlohaPiError } from './aloha-pi-error.ts'
import { unknownOutcome } from './outcome.ts'

/** Pi's error object as it came, with the credential taken out should Pi have repeated it. */
export type PiErrorBody = { [field: string]: unknown; error: string }

/** What an answer with a 4xx or 5xx status says. */
export type PiRefusal = {
  status: number
  code?: string | undefined
  reason?: string | undefined
  payment?: Payment | undefined
  verificationError?: string | undefined
  requestId?: string | undefined
  body?: PiErrorBody | undefined
}

/**
 * Pi answered with a 4xx or 5xx status. With Pi's JSON error shape, `code` and `body` are set; without it
 * (empty 401, HTML 500, a gateway's page) only `status` is known and both are undefined.
 */
export class PiApiError extends AlohaPiError {
  override name = 'PiApiError'
  /** True for a 5xx answer to a write: Pi may have carried it out before it failed. */
  readonly outcomeUnknown: boolean
  readonly status: number
  /** Pi's error code; undefined without one, also when `error` is a sentence (notifications). */
  readonly code: string | undefined
  /** The payment that stands in the way, when Pi sent one of the current shape. */
  readonly payment: Payment | undefined
  readonly verificationError: string | undefined
  /** `x-request-id` of the answer. */
  readonly requestId: string | undefined
  readonly body: PiErrorBody | undefined
  /** Method and URL. */
  readonly request: string

  constructor(request: string, refusal: PiRefusal) {
    super(describe(request, refusal))
    this.request = request
    this.outcomeUnknown = refusal.status >= 500 && unknownOutcome(request).outcomeUnknown
    this.status = refusal.status
    this.code = refusal.code
    this.payment = refusal.payment
    this.verificationError = refusal.verificationError
    this.requestId = refusal.requestId
    this.body = refusal.body
  }
}

function describe(request: string, { status, code, reason, requestId }: PiRefusal): string {
  const what = code == null ? `${status}` : `${status} ${code}`
  const why = reason == null ? '' : `: ${reason.replace(/\.$/, '')}`
  const which = requestId == null ? '' : ` (request ${requestId})`
  return `${request} was refused with ${what}${why}${which}.${advise(request, status, code)}`
}

function advise(request: string, status: number, code: string | undefined): string {
  if (status >= 500) return ` ${unknownOutcome(request).advice}`
  return status === 401 && code == null ? ' Check the access token or the API key.' : ''
}

export function isPiApiError(error: unknown): error is PiApiError {
  return error instanceof PiApiError
}
