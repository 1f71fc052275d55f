import { AlohaPiError } from './aloha-pi-error.ts'
import { unknownOutcome } from './outcome.ts'

/** The answer was not complete within `timeoutMs`. The connection may have been made or not. */
export class TimeoutError extends AlohaPiError {
  override name = 'TimeoutError'
  readonly outcomeUnknown: boolean
  readonly timeoutMs: number
  /** Method and URL. */
  readonly request: string

  constructor(request: string, timeoutMs: number) {
    const { outcomeUnknown, advice } = unknownOutcome(request)
    super(`${request}: no complete answer within ${timeoutMs} ms. ${advice}`)
    this.outcomeUnknown = outcomeUnknown
    this.request = request
    this.timeoutMs = timeoutMs
  }
}

export function isTimeoutError(error: unknown): error is TimeoutError {
  return error instanceof TimeoutError
}
