import { isDeepStrictEqual } from 'node:util'
import type { Difference } from './change.ts'
import type { Schema } from './schema-view.ts'

/** A higher one lets less through. */
const floors = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'])
/** A lower one lets less through. */
const ceilings = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'])
/** Compared elsewhere. */
const structure = new Set([
  'additionalProperties',
  'allOf',
  'anyOf',
  'enum',
  'items',
  'oneOf',
  'pattern',
  'properties',
  'propertyNames',
  'required',
  'type',
])

/**
 * Compares all that is no structure. Of a keyword that it does not know, as a format, only having one
 * and having none can be told apart; another value lets through something else.
 */
export function limitDifferences(before: Schema, after: Schema): Difference[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keywords]
    .filter((each) => !structure.has(each))
    .filter((each) => !isDeepStrictEqual(before[each], after[each]))
    .map((keyword) => limitDifference(keyword, before[keyword], after[keyword]))
}

function limitDifference(keyword: string, before: unknown, after: unknown): Difference {
  const [field, rule] = ['', keyword]
  // Concerns only what is left out of a request; that counts as something else from now on.
  if (keyword === 'default') {
    const effect = before === undefined ? 'wider' : 'narrower'
    return { field, rule, effect, now: `has another default: ${JSON.stringify(after) ?? 'none'}` }
  }
  if (before === undefined) {
    return { field, rule, effect: 'narrower', now: `now has ${keyword} ${JSON.stringify(after)}` }
  }
  if (after === undefined) {
    return { field, rule, effect: 'wider', now: `no longer has ${keyword}` }
  }
  const now = `has ${keyword} ${JSON.stringify(after)} instead of ${JSON.stringify(before)}`
  if (floors.has(keyword)) return { field, rule, effect: higher(before, after), now }
  if (ceilings.has(keyword)) return { field, rule, effect: higher(after, before), now }
  return { field, rule, effect: 'other', now }
}

function higher(before: unknown, after: unknown): 'narrower' | 'wider' {
  return Number(after) > Number(before) ? 'narrower' : 'wider'
}
