import { AlohaPiError } from './aloha-pi-error.ts'
import { unknownOutcome } from './outcome.ts'

/** What happened to the connection: it was never made, it broke before a response, or within the response. */
export type NetworkFailure = 'not_connected' | 'no_answer' | 'answer_ended_early'

const sentences: Record<NetworkFailure, string> = {
  not_connected: 'no connection could be made',
  no_answer: 'the connection broke before a response arrived',
  answer_ended_early: 'the response ended early, or could not be decompressed',
}

/** The connection was refused, reset, or ended within the response. `cause` is a copy without secrets. */
export class NetworkError extends AlohaPiError {
  override name = 'NetworkError'
  /** False for `not_connected` and for reads. */
  readonly outcomeUnknown: boolean
  readonly failure: NetworkFailure
  /** The system's code, like `ECONNREFUSED`, where the runtime reports it. */
  readonly code: string | undefined
  /** Method and URL. */
  readonly request: string

  constructor(
    request: string,
    failure: NetworkFailure,
    { code, cause }: { code?: string | undefined; cause: Error },
  ) {
    const { outcomeUnknown, advice } =
      failure === 'not_connected'
        ? {
            outcomeUnknown: false,
            advice: 'The server did not receive the request: check baseUrl and the network.',
          }
        : unknownOutcome(request)
    const because = code == null ? '' : ` (${code})`
    super(`${request}: ${sentences[failure]}${because}. ${advice}`, { cause })
    this.request = request
    this.failure = failure
    this.code = code
    this.outcomeUnknown = outcomeUnknown
  }
}

export function isNetworkError(error: unknown): error is NetworkError {
  return error instanceof NetworkError
}
