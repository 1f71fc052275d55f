import { AlohaPiError } from './aloha-pi-error.ts'

/** An option or argument breaks a rule; nothing was sent. The value is left out: it may be a secret. */
export class InvalidArgumentError extends AlohaPiError {
  override name = 'InvalidArgumentError'
  readonly outcomeUnknown = false
  /** The argument, as a path like `notifications.0.title`. */
  readonly field: string
  /** The rule that it breaks. */
  readonly rule: string

  constructor(field: string, rule: string, options?: ErrorOptions) {
    super(`${field}: ${rule.replace(/\.$/, '')}. Nothing was sent.`, options)
    this.field = field
    this.rule = rule
  }
}

export function isInvalidArgumentError(error: unknown): error is InvalidArgumentError {
  return error instanceof InvalidArgumentError
}
