import type { Difference } from './change.ts'
import { listOf, type CompareInner, type Schema } from './schema-view.ts'

/** Compares schemas that all have to fit, by their order. */
export function compareConjunction(
  before: Schema,
  after: Schema,
  compare: CompareInner,
): Difference[] {
  const [old, now] = [listOf(before, 'allOf'), listOf(after, 'allOf')]
  const count = Math.max(old.length, now.length)
  return Array.from({ length: count }, (_, place) =>
    compare({ before: old[place], after: now[place] }, ''),
  ).flat()
}
