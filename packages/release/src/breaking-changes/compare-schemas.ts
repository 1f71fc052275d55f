import { isDeepStrictEqual } from 'node:util'
import type { Difference, Effect } from './change.ts'
import { compareAlternatives, hasAlternatives } from './compare-alternatives.ts'
import { compareConjunction } from './compare-conjunction.ts'
import { compareFields } from './compare-fields.ts'
import { limitDifferences } from './compare-limits.ts'
import { patternDifferences } from './compare-patterns.ts'
import {
  listOf,
  missingFrom,
  typesOf,
  viewOf,
  type CompareInner,
  type Schema,
  type SchemaPair,
  type Schemas,
} from './schema-view.ts'

/** Compares schemas that refer to those of two documents: finds every difference in what they let through. */
export function schemaComparison(before: Schemas, after: Schemas) {
  /** By the references of both; a schema that contains itself adds nothing where it begins again. */
  const known = new Map<string, Difference[]>()

  const compare: CompareInner = (pair, field) => {
    const key = JSON.stringify([pair.before, pair.after])
    const cached = known.get(key)
    if (cached != null) return within(field, cached)
    known.set(key, [])
    const [old, now] = [viewOf(pair.before, before), viewOf(pair.after, after)]
    const alternatives = hasAlternatives(old) || hasAlternatives(now)
    const found = (alternatives ? compareAlternatives : compareOne)(old, now, compare, compareOne)
    known.set(key, found)
    return within(field, found)
  }
  return (pair: SchemaPair) => compare(pair, '')
}

function within(field: string, differences: readonly Difference[]): Difference[] {
  if (field === '') return [...differences]
  return differences.map(({ field: inner, rule, effect, now }) => {
    const joint = inner === '' || inner.startsWith('[') ? '' : '.'
    return { field: `${field}${joint}${inner}`, rule, effect, now }
  })
}

/** What is beside the alternatives, or a schema without any. */
function compareOne(before: Schema, after: Schema, compare: CompareInner): Difference[] {
  return [
    ...typeDifferences(before, after),
    ...valueDifferences(before, after),
    ...limitDifferences(before, after),
    ...patternDifferences(before, after),
    ...compareConjunction(before, after, compare),
    ...compareFields(before, after, compare),
  ]
}

function typeDifferences(before: Schema, after: Schema): Difference[] {
  const old = typesOf(before)
  const now = typesOf(after)
  if (old == null && now == null) return []
  const allow = (types: readonly string[] | undefined, type: string) =>
    types == null || types.includes(type) || (type === 'integer' && types.includes('number'))
  const gone = old == null ? ['any other type'] : old.filter((type) => !allow(now, type))
  const added = now == null ? ['any other type'] : now.filter((type) => !allow(old, type))
  return [
    ...differenceOf(gone, (types) => `can no longer be ${types}`, 'narrower'),
    ...differenceOf(added, (types) => `can now be ${types}`, 'wider'),
  ]

  function differenceOf(types: string[], say: (types: string) => string, effect: Effect) {
    if (types.length === 0) return []
    return [{ field: '', rule: 'type', effect, now: say(types.join(' or ')) }]
  }
}

function valueDifferences(before: Schema, after: Schema): Difference[] {
  if (isDeepStrictEqual(before['enum'], after['enum'])) return []
  const [old, now] = [listOf(before, 'enum'), listOf(after, 'enum')]
  const rule = 'enum'
  if (!('enum' in before)) {
    return [{ field: '', rule, effect: 'narrower', now: `can now only be ${shown(now)}` }]
  }
  if (!('enum' in after)) {
    return [
      { field: '', rule, effect: 'wider', now: `can now be another value than ${shown(old)}` },
    ]
  }
  const gone = missingFrom(old, now)
  const added = missingFrom(now, old)
  return [
    ...(gone.length === 0
      ? []
      : [{ field: '', rule, effect: 'narrower' as const, now: `can no longer be ${shown(gone)}` }]),
    ...(added.length === 0
      ? []
      : [{ field: '', rule, effect: 'wider' as const, now: `can now be ${shown(added)}` }]),
  ]
}

function shown(values: readonly unknown[]): string {
  return values.map((each) => JSON.stringify(each)).join(' or ')
}
