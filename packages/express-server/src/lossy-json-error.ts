import type { InputIssue } from '@aloha-pi/contracts'

/** Thrown when a part of a JSON body would be lost by reading it; `issue` names the field and the rule. */
export class LossyJsonError extends Error {
  override name = 'LossyJsonError'
  readonly issue: InputIssue

  constructor(issue: InputIssue) {
    super(`The body is refused: ${issue.field} ${issue.rule}`)
    this.issue = issue
  }
}
