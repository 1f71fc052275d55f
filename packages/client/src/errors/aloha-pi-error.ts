/** What every error of this package is. Its message and fields never hold a key or an access token. */
export abstract class AlohaPiError extends Error {
  override name = 'AlohaPiError'
  /**
   * True when the server may have changed something although no usable response came: read its state
   * before another try, and never call the operation failed. Always false for reads.
   */
  abstract readonly outcomeUnknown: boolean
}

/** Whether an error comes from this package. */
export function isAlohaPiError(error: unknown): error is AlohaPiError {
  return error instanceof AlohaPiError
}
