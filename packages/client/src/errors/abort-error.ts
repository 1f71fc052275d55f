import { AlohaPiError } from './aloha-pi-error.ts'

/** The caller's signal ended the call; `cause` is the signal's reason. */
export class AbortError extends AlohaPiError {
  override name = 'AbortError'
  /** False when the signal was aborted before anything was sent. */
  readonly outcomeUnknown: boolean
  /** Method and URL. */
  readonly request: string

  constructor(request: string, { sent, cause }: { sent: boolean; cause: unknown }) {
    const outcome = sent
      ? 'Pi may have carried the request out: read before another try.'
      : 'Nothing was sent.'
    super(`${request}: aborted by the caller. ${outcome}`, { cause })
    this.request = request
    this.outcomeUnknown = sent
  }
}

export function isAbortError(error: unknown): error is AbortError {
  return error instanceof AbortError
}
