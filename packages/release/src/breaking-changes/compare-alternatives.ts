import type { Difference } from './change.ts'
import { listOf, type CompareInner, type Schema } from './schema-view.ts'

type CompareOne = (before: Schema, after: Schema, compare: CompareInner) => Difference[]

const keywords = ['anyOf', 'oneOf']

/** Whether one of several schemas has to fit. */
export function hasAlternatives(schema: Schema): boolean {
  return keywords.some((keyword) => keyword in schema)
}

/** Alternatives that changed are paired by their order; a schema without any is the only one. */
export function compareAlternatives(
  before: Schema,
  after: Schema,
  compare: CompareInner,
  compareOne: CompareOne,
): Difference[] {
  const both = hasAlternatives(before) && hasAlternatives(after)
  const old = alternativesOf(before)
  const now = alternativesOf(after)
  const same = (a: unknown, b: unknown) => compare({ before: a, after: b }, '').length === 0
  const gone = old.filter((each) => !now.some((other) => same(each, other)))
  const added = now.filter((each) => !old.some((other) => same(other, each)))
  const pairs = Math.min(gone.length, added.length)
  return [
    ...(both ? compareOne(baseOf(before), baseOf(after), compare) : []),
    ...gone
      .slice(0, pairs)
      .flatMap((each, place) => compare({ before: each, after: added[place] }, '')),
    ...gone.slice(pairs).map((each): Difference => {
      const now = `can no longer be ${describe(each)}`
      return { field: '', rule: 'alternative', effect: 'narrower', now }
    }),
    ...added.slice(pairs).map((each): Difference => {
      const now = `can now be ${describe(each)}`
      return { field: '', rule: 'alternative', effect: 'wider', now }
    }),
  ]
}

function alternativesOf(schema: Schema): readonly unknown[] {
  if (!hasAlternatives(schema)) return [schema]
  return keywords.flatMap((keyword) => listOf(schema, keyword))
}

function baseOf(schema: Schema): Schema {
  const beside = Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword))
  return Object.fromEntries(beside)
}

function describe(alternative: unknown): string {
  // Alternatives are schemas, and these are objects.
  const { $ref, type, enum: values } = alternative as Schema
  if ($ref != null) return `a ${String($ref).replace('#/components/schemas/', '')}`
  return JSON.stringify(values ?? type ?? alternative)
}
