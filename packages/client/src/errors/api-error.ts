import { AlohaPiError } from './aloha-pi-error.ts'
import { unknownOutcome } from './outcome.ts'

/** What a response with a 4xx or 5xx status says, whichever API gave it. */
export type Refusal = {
  status: number
  code?: string | undefined
  /** The sentence beside the code, for the message. */
  reason?: string | undefined
  requestId?: string | undefined
  retryAfterMs?: number | undefined
}

/** A response with a 4xx or 5xx status: PiApiError or AlohaApiError. */
export abstract class ApiError extends AlohaPiError {
  /** True when a write may have been carried out before this response was sent. */
  readonly outcomeUnknown: boolean
  readonly status: number
  /** `x-request-id` of the response. */
  readonly requestId: string | undefined
  /** From `Retry-After`; Infinity for a date that cannot be compared with the response's own. */
  readonly retryAfterMs: number | undefined
  /** Method and URL. */
  readonly request: string
  abstract readonly code: string | undefined

  constructor(request: string, refusal: Refusal) {
    const outcome = isUndecided(refusal) ? unknownOutcome(request) : undefined
    super(describe(request, refusal, outcome?.advice))
    this.request = request
    this.outcomeUnknown = outcome?.outcomeUnknown ?? false
    this.status = refusal.status
    this.requestId = refusal.requestId
    this.retryAfterMs = refusal.retryAfterMs
  }
}

/** A server that failed, gave up waiting, or has the same call in progress says nothing about what was done. */
function isUndecided({ status, code }: Refusal): boolean {
  return (status >= 500 && status !== 501) || status === 408 || code === 'too_many_waiting'
}

function describe(request: string, refusal: Refusal, advice: string | undefined): string {
  const { status, code, reason, requestId } = refusal
  const what = code == null ? `${status}` : `${status} ${code}`
  const why = reason == null ? '' : `: ${reason.replace(/\.$/, '')}`
  const which = requestId == null ? '' : ` (request ${requestId})`
  const hint = status === 401 && code == null ? 'Check the access token or the API key.' : undefined
  return [`${request} was refused with ${what}${why}${which}.`, advice ?? hint]
    .filter((sentence) => sentence != null)
    .join(' ')
}
