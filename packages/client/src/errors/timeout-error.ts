import { AlohaPiError } from './aloha-pi-error.ts'

/** The answer was not complete within `timeoutMs`. The connection may have been made or not. */
export class TimeoutError extends AlohaPiError {
  override name = 'TimeoutError'
  readonly outcomeUnknown = true
  readonly timeoutMs: number
  /** Method and URL. */
  readonly request: string

  constructor(request: string, timeoutMs: number) {
    super(
      `${request}: no complete answer within ${timeoutMs} ms. Pi may have carried the request out: read before another try.`,
    )
    this.request = request
    this.timeoutMs = timeoutMs
  }
}

export function isTimeoutError(error: unknown): error is TimeoutError {
  return error instanceof TimeoutError
}
