import { AlohaPiError } from './aloha-pi-error.ts'

/** What happened to the connection: it was never made, it broke before an answer, or within the answer. */
export type NetworkFailure = 'not_connected' | 'no_answer' | 'answer_ended_early'

const sentences: Record<NetworkFailure, string> = {
  not_connected: 'No connection, so Pi did not see the request. Check baseUrl and the network.',
  no_answer:
    'The connection broke before an answer. Pi may have carried the request out: read before another try.',
  answer_ended_early:
    'The answer ended early. Pi may have carried the request out: read before another try.',
}

/** The connection was refused, reset, or ended within the answer. `cause` is a copy without secrets. */
export class NetworkError extends AlohaPiError {
  override name = 'NetworkError'
  /** False only for `not_connected`. */
  readonly outcomeUnknown: boolean
  readonly failure: NetworkFailure
  /** The system's code, like `ECONNREFUSED`, where the runtime tells it. */
  readonly code: string | undefined
  /** Method and URL. */
  readonly request: string

  constructor(
    request: string,
    failure: NetworkFailure,
    { code, cause }: { code?: string | undefined; cause: Error },
  ) {
    super(`${request}: ${code == null ? '' : `${code}. `}${sentences[failure]}`, { cause })
    this.request = request
    this.failure = failure
    this.code = code
    this.outcomeUnknown = failure !== 'not_connected'
  }
}

export function isNetworkError(error: unknown): error is NetworkError {
  return error instanceof NetworkError
}
