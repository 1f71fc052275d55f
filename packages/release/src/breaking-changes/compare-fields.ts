import type { Difference } from './change.ts'
import { listOf, recordOf, type CompareInner, type Schema } from './schema-view.ts'

/** Compares what is inside of objects and lists. */
export function compareFields(before: Schema, after: Schema, compare: CompareInner): Difference[] {
  const [old, now] = [recordOf(before, 'properties'), recordOf(after, 'properties')]
  const [mustOld, mustNow] = [listOf(before, 'required'), listOf(after, 'required')]
  const names = new Set([...Object.keys(old), ...Object.keys(now), ...mustOld, ...mustNow])
  return [
    ...[...names].flatMap((each) => compareField(String(each))),
    ...compareOthers(before, after, compare),
    ...compareItems(before, after, compare),
  ]

  function compareField(name: string): Difference[] {
    const required = { before: mustOld.includes(name), after: mustNow.includes(name) }
    if (name in old && !(name in now)) return [removed(name)]
    if (!(name in old) && name in now) return required.after ? [added(name)] : []
    return [
      ...requiredDifference(name, required),
      ...compare({ before: old[name], after: now[name] }, name),
    ]
  }
}

/** Breaks both: a server does not read it any more, a client does not find it. */
function removed(field: string): Difference {
  return { field, rule: 'field removed', effect: 'other', now: 'is gone' }
}

function added(field: string): Difference {
  return { field, rule: 'required field added', effect: 'narrower', now: 'is new and required' }
}

function requiredDifference(
  field: string,
  { before, after }: { before: boolean; after: boolean },
): Difference[] {
  if (before === after) return []
  return after
    ? [{ field, rule: 'required', effect: 'narrower', now: 'is now required' }]
    : [{ field, rule: 'required', effect: 'wider', now: 'is no longer always present' }]
}

/** Fields without their own name. */
function compareOthers(before: Schema, after: Schema, compare: CompareInner): Difference[] {
  const [old, now] = [before['additionalProperties'] ?? true, after['additionalProperties'] ?? true]
  const rule = 'additionalProperties'
  if (old !== false && now === false) {
    return [{ field: '', rule, effect: 'narrower', now: 'can no longer have other fields' }]
  }
  if (old === false && now !== false) {
    return [{ field: '', rule, effect: 'wider', now: 'can now have other fields' }]
  }
  if (old === false) return []
  return [
    ...compare({ before: old, after: now }, '*'),
    ...compare({ before: before['propertyNames'], after: after['propertyNames'] }, '*'),
  ]
}

function compareItems(before: Schema, after: Schema, compare: CompareInner): Difference[] {
  return compare({ before: before['items'], after: after['items'] }, '[]')
}
