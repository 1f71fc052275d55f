import { AlohaPiError } from './aloha-pi-error.ts'
import { unknownOutcome } from './outcome.ts'

/** What is wrong with the response. */
export type ShapeFault = 'redirect' | 'unexpected_status' | 'too_large' | 'not_json' | 'wrong_shape'

/**
 * A response that is none of Pi's: a redirect (never followed), an undeclared 2xx status, larger than
 * `maxResponseBytes`, a 2xx that is not JSON or not of the declared shape. The response itself is left out.
 */
export class ResponseShapeError extends AlohaPiError {
  override name = 'ResponseShapeError'
  readonly outcomeUnknown: boolean
  /** HTTP status; 0 for a redirect in a browser, which hides it. */
  readonly status: number
  readonly fault: ShapeFault
  /** Field and rule of a `wrong_shape`, like `amount must be a number`. */
  readonly detail: string | undefined
  readonly requestId: string | undefined
  /** Method and URL. */
  readonly request: string

  constructor(
    request: string,
    fault: ShapeFault,
    response: { status: number; requestId?: string | undefined; sentence: string; detail?: string },
  ) {
    const { outcomeUnknown, advice } = unknownOutcome(request)
    super(`${request} got ${response.status}, ${response.sentence} ${advice}`)
    this.outcomeUnknown = outcomeUnknown
    this.request = request
    this.fault = fault
    this.status = response.status
    this.detail = response.detail
    this.requestId = response.requestId
  }
}

export function isResponseShapeError(error: unknown): error is ResponseShapeError {
  return error instanceof ResponseShapeError
}
