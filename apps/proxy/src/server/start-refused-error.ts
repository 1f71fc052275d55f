/** The proxy cannot start as it is set up. Each problem is a sentence for the operator. */
export class StartRefusedError extends Error {
  override name = 'StartRefusedError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join('\n'), options)
    this.problems = problems
  }
}
