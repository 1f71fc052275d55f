import type * as z from 'zod'

/** What is wrong with an input: the field, as a path like `payment.amount`, and the rule that it breaks. */
export type InputIssue = { field: string; rule: string }

/** The first issue of a schema error in plain words; `whole` names the input when the issue has no path. */
export function describeIssue(error: Pick<z.ZodError, 'issues'>, whole: string): InputIssue {
  const issue = error.issues[0]
  if (issue == null) return { field: whole, rule: 'is not valid' }
  const field = issue.path.length === 0 ? whole : issue.path.map(String).join('.')
  return { field, rule: describeRule(issue) }
}

function describeRule(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `must not have ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
  }
  // zod words its own messages "Invalid input: expected string, received undefined".
  const own = /^Invalid input: expected (\w+), received (\w+)$/.exec(issue.message)
  if (own == null) return issue.message
  return own[2] === 'undefined' ? 'is required' : `must be ${article(own[1] ?? '')}`
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}
