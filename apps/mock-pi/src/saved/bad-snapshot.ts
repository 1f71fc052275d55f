/** A snapshot whose parts contradict each other. Caught where it is loaded, which refuses it with `field` and `rule`. */
export class BadSnapshot extends Error {
  readonly field: string
  readonly rule: string

  constructor(field: string, rule: string) {
    super(`${field} ${rule}`)
    this.field = field
    this.rule = rule
  }
}
