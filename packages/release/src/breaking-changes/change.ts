/** What a difference lets through: less than before, more, or something else. */
export type Effect = 'narrower' | 'wider' | 'other'

/** Who has to cope: what is sent to the server must still be taken, what it sends must still be understood. */
export type Direction = 'request' | 'response'

/** One difference between two versions of a schema. */
export type Difference = {
  /** As `status.cancelled`; `[]` stands for the items of a list, and it is empty for the whole. */
  field: string
  rule: string
  effect: Effect
  /** What is so now, as the end of a sentence. */
  now: string
}

/** A change that a program written against the released document may not survive. */
export type BreakingChange = {
  /** As `platform`. */
  document: string
  /** As `POST /v2/payments`; empty where the document itself is gone. */
  operation: string
  /** As `request body, field "txid"`. */
  place: string
  rule: string
  now: string
}

/** A request must not be refused that was taken before, a response must not hold what none held before. */
export function breaks({ effect }: Difference, direction: Direction): boolean {
  return effect === 'other' || effect === (direction === 'request' ? 'narrower' : 'wider')
}

/** One sentence that names document, operation, field and rule. */
export function describeChange(change: BreakingChange): string {
  const { document, operation, place, rule, now } = change
  const parts = [[document, operation].filter(Boolean).join(', '), place].filter(Boolean)
  return `${parts.join(': ')} ${now} (rule: ${rule})`
}
