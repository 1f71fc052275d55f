import type { Difference } from './change.ts'
import { isPattern } from './compare-patterns.ts'
import { listOf, type CompareInner, type Schema } from './schema-view.ts'

/** Compares schemas that all have to fit, by their order. Patterns among them are compared elsewhere. */
export function compareConjunction(
  before: Schema,
  after: Schema,
  compare: CompareInner,
): Difference[] {
  const [old, now] = [before, after].map((each) =>
    listOf(each, 'allOf').filter((member) => !isPattern(member)),
  ) as [unknown[], unknown[]]
  const count = Math.max(old.length, now.length)
  return Array.from({ length: count }, (_, place) =>
    compare({ before: old[place], after: now[place] }, ''),
  ).flat()
}
