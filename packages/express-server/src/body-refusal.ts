export type BodyRefusalKind = 'malformed' | 'too_complex' | 'too_large' | 'unsupported_media_type'

/** Thrown when a request body cannot be taken; `reason` continues the sentence "The body is refused: …". */
export class BodyRefusal extends Error {
  override name = 'BodyRefusal'
  readonly kind: BodyRefusalKind
  readonly reason: string

  constructor(kind: BodyRefusalKind, reason: string, options?: ErrorOptions) {
    super(`The body is refused: ${reason}`, options)
    this.kind = kind
    this.reason = reason
  }
}
