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

/** A path like `users.2.username` as `users[2].username`. */
export function inBrackets(field: string): string {
  return field.replace(/\.(\d+)(?=\.|$)/g, '[$1]')
}

/** How zod begins its own texts, like "Too big: expected number to be <=200"; a schema's own text stays. */
const ZODS_WORDS = /^(Invalid|Too big|Too small)\b/

function describeRule(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `must not have ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
  }
  if (!ZODS_WORDS.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      // Only zod's text shows that there was no value.
      return issue.message.endsWith('undefined') ? 'is required' : `must be ${kind(issue.expected)}`
    case 'invalid_value':
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`
    case 'too_big':
      return describeSize(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum)
    case 'too_small':
      return describeSize(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum)
    case 'invalid_format':
      return issue.format === 'regex'
        ? `must match ${issue.pattern}`
        : `must be a valid ${issue.message.slice('Invalid '.length)}`
    default:
      return 'is not valid'
  }
}

const KINDS: Partial<Record<string, string>> = { int: 'a whole number', record: 'an object' }

const UNITS: Partial<Record<string, string>> = { string: 'characters', array: 'members' }

function kind(type: string): string {
  return KINDS[type] ?? `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
}

function describeSize(origin: string, side: string, bound: number | bigint): string {
  const unit = UNITS[origin]
  return unit == null ? `must be ${side} ${bound}` : `must have ${side} ${bound} ${unit}`
}
