import { describeChange, type BreakingChange } from './change.ts'

/** One sentence per change: what many operations share is said of the first, with how many more. */
export function groupChanges(changes: readonly BreakingChange[]): string[] {
  const groups = new Map<string, BreakingChange[]>()
  for (const change of changes) {
    const { document, rule, now, place } = change
    const field = /"([^"]*)"$/.exec(place)?.[1]?.split('.').at(-1) ?? place
    const key = JSON.stringify([document, rule, now, field])
    groups.set(key, [...(groups.get(key) ?? []), change])
  }
  return [...groups.values()].flatMap((group) => {
    // A refusal may carry the payment that blocks it; that is not where one looks first.
    const first = group.find(({ place }) => !/^response [45]/.test(place)) ?? group[0]
    if (first == null) return []
    const more = group.length === 1 ? '' : `; so in ${group.length - 1} more places`
    return [`${describeChange(first)}${more}`]
  })
}
