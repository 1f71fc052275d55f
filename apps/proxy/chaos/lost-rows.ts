import type { DatabaseAtTheEnd } from './start-database.ts'

/** A row that was committed before its envelope arrived was, whatever is put back later; so was what the trigger saw. */
export function withWhatWasLost(
  end: DatabaseAtTheEnd,
  lost: readonly DatabaseAtTheEnd[],
): DatabaseAtTheEnd {
  const all = [...lost, end]
  const envelopes = new Map<string, number>()
  for (const [hash, at] of all.flatMap((each) => [...each.envelopes])) {
    envelopes.set(hash, Math.min(at, envelopes.get(hash) ?? at))
  }
  const twoSequences = [...new Set(all.flatMap((each) => each.twoSequences))]
  return { ...end, envelopes, twoSequences }
}
