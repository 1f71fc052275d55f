import { maskSecrets } from '@aloha-pi/contracts'

/** What is written instead of a name that may be data. */
const HIDDEN_NAME = '(a name that may be data)'

const MAX_NAME = 40
/** `split_recipients`, `createdAt`, `_links`: words of at most 16 letters. */
const FIELD = /^_?[a-z]{1,16}(?:_[a-z]{1,16}|[A-Z][a-z]{1,15})*$/
const HEADER = /^[a-z]{1,16}(?:-[a-z]{1,16})*$/

/**
 * The name of a member that the contract does not have, where it looks like one that a programmer chose, and no value
 * of the exchange is the same text. Ids, keys, tokens and names of people are data.
 */
export function visibleField(name: string, values: ReadonlySet<string>): string {
  return isShown(name, FIELD, values) ? name : HIDDEN_NAME
}

/** The same for the name of a header, in small letters. */
export function visibleHeader(name: string, values: ReadonlySet<string>): string {
  return isShown(name, HEADER, values) ? name : HIDDEN_NAME
}

function isShown(name: string, form: RegExp, values: ReadonlySet<string>): boolean {
  if (name.length > MAX_NAME || !form.test(name)) return false
  return !values.has(name.toLowerCase()) && maskSecrets(name) === name
}

/** Adds every text and number of a JSON value, in small letters. */
export function addValues(into: Set<string>, value: unknown) {
  // Not by recursion: a body may nest deeper than the stack.
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string' || typeof next === 'number') into.add(String(next).toLowerCase())
    else if (Array.isArray(next)) for (const each of next) waiting.push(each)
    else if (typeof next === 'object' && next != null) {
      for (const each of Object.values(next)) waiting.push(each)
    }
  }
}
