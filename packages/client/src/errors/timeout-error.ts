import { AlohaPiError } from './aloha-pi-error.ts'
import { unknownOutcome } from './outcome.ts'

/**
 * A response was not complete within `timeoutMs`, whether the connection had been made or not; or a payout
 * was still in progress after so long a wait.
 */
export class TimeoutError extends AlohaPiError {
  override name = 'TimeoutError'
  readonly outcomeUnknown: boolean
  readonly timeoutMs: number
  /** Method and URL, or what was waited for. */
  readonly request: string

  constructor(request: string, timeoutMs: number, waited?: { sentence: string; cause: unknown }) {
    const { outcomeUnknown, advice } = unknownOutcome(request)
    super(
      `${request}: ${waited?.sentence ?? `no complete response within ${timeoutMs} ms. ${advice}`}`,
      waited,
    )
    this.outcomeUnknown = outcomeUnknown
    this.request = request
    this.timeoutMs = timeoutMs
  }
}

export function isTimeoutError(error: unknown): error is TimeoutError {
  return error instanceof TimeoutError
}
