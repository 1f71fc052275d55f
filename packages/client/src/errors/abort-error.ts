import { AlohaPiError } from './aloha-pi-error.ts'
import { unknownOutcome } from './outcome.ts'

/** The caller's signal ended the call; `cause` is the signal's reason. */
export class AbortError extends AlohaPiError {
  override name = 'AbortError'
  /** False for reads, and when no request of the call can have been carried out. */
  readonly outcomeUnknown: boolean
  /** Method and URL. */
  readonly request: string

  constructor(request: string, { sent, cause }: { sent: boolean; cause: unknown }) {
    const { outcomeUnknown, advice } = sent
      ? unknownOutcome(request)
      : { outcomeUnknown: false, advice: 'Nothing was executed.' }
    super(`${request}: aborted by the caller. ${advice}`, { cause })
    this.request = request
    this.outcomeUnknown = outcomeUnknown
  }
}

export function isAbortError(error: unknown): error is AbortError {
  return error instanceof AbortError
}
