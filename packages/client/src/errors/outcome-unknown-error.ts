import type { Payment } from '@aloha-pi/contracts/wire'
import { AlohaPiError } from './aloha-pi-error.ts'

/**
 * A write was sent and what came of it could not be found out: it may have been carried out, or may yet
 * be. It has not failed. `cause` is the last failure: NetworkError, TimeoutError, PiApiError, …
 */
export class OutcomeUnknownError extends AlohaPiError {
  override name = 'OutcomeUnknownError'
  readonly outcomeUnknown = true
  /** Method and URL of the write. */
  readonly request: string
  /** The payment as it was read after the response was lost; undefined when it could not be read. */
  readonly payment: Payment | undefined

  constructor(
    request: string,
    { cause, advice, payment }: { cause: unknown; advice: string; payment?: Payment | undefined },
  ) {
    const why = cause instanceof Error ? ` (${cause.name})` : ''
    super(`${request} was sent, and its outcome is unknown${why}. ${advice}`, { cause })
    this.request = request
    this.payment = payment
  }
}

export function isOutcomeUnknownError(error: unknown): error is OutcomeUnknownError {
  return error instanceof OutcomeUnknownError
}
