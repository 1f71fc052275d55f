/** What the databases of a run hold when it is over. */
export type DatabaseAtTheEnd = {
  /** Every row of every table as text. */
  rows: string
  /** Hash of an envelope → when its transaction began (ms since 1970). */
  envelopes: Map<string, number>
  /** What the trigger of I7 saw. */
  twoSequences: string[]
  /** From the turn of a payout to its end, in ms. */
  inWorkMs: number[]
  /** Id of a payout → its state. */
  payouts: Map<string, string>
}

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
