export type DatabaseRefusal =
  | 'in_use'
  | 'schema_outdated'
  | 'schema_newer'
  | 'unreachable'
  /** Its files cannot be used, or not safely. */
  | 'unusable'

/** Thrown when the database cannot be opened as it is. The message is a sentence for the operator. */
export class DatabaseRefusedError extends Error {
  override name = 'DatabaseRefusedError'
  readonly refusal: DatabaseRefusal

  constructor(refusal: DatabaseRefusal, message: string, options?: ErrorOptions) {
    super(message, options)
    this.refusal = refusal
  }
}
