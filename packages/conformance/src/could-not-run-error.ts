/** The run could not be made, or had to be stopped: nothing is said about the target. */
export class CouldNotRunError extends Error {
  override name = 'CouldNotRunError'
}

/** An option breaks a rule; nothing was sent. The value is not repeated: it could be a key. */
export class InvalidOptionError extends CouldNotRunError {
  override name = 'InvalidOptionError'
  /** As the library names it. */
  readonly option: string
  readonly rule: string

  constructor(option: string, rule: string) {
    super(`${option} ${rule}`)
    this.option = option
    this.rule = rule
  }
}
