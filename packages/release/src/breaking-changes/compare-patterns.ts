import type { Difference } from './change.ts'
import { listOf, missingFrom, type Schema } from './schema-view.ts'

/** Compares the patterns that a text has to fit, wherever they are written: all of them, in any order. */
export function patternDifferences(before: Schema, after: Schema): Difference[] {
  const [old, now] = [patternsOf(before), patternsOf(after)]
  const [gone, added] = [missingFrom(old, now), missingFrom(now, old)]
  const [field, rule] = ['', 'pattern']
  if (gone.length > 0 && added.length > 0) {
    const change = `has pattern ${shown(added)} instead of ${shown(gone)}`
    return [{ field, rule, effect: 'other', now: change }]
  }
  if (added.length > 0) {
    return [{ field, rule, effect: 'narrower', now: `now has pattern ${shown(added)}` }]
  }
  if (gone.length > 0) {
    const which = now.length === 0 ? 'pattern' : `pattern ${shown(gone)}`
    return [{ field, rule, effect: 'wider', now: `no longer has ${which}` }]
  }
  return []
}

/** Whether a member of `allOf` is nothing but a pattern. */
export function isPattern(schema: unknown): schema is { pattern: string } {
  const keywords = Object.keys(Object(schema))
  return keywords.length === 1 && keywords[0] === 'pattern'
}

function patternsOf(schema: Schema): string[] {
  const all = [schema, ...listOf(schema, 'allOf').filter(isPattern)]
  return all.flatMap(({ pattern }) => (pattern === undefined ? [] : [unescaped(String(pattern))]))
}

/** `\/` means `/`. */
function unescaped(pattern: string): string {
  return pattern.replaceAll(/\\(.)/gs, (escape, char: string) => (char === '/' ? '/' : escape))
}

function shown(patterns: readonly string[]): string {
  return patterns.map((each) => JSON.stringify(each)).join(' and ')
}
