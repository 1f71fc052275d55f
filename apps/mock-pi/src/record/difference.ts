/** Each is about names and types. A value of an exchange is in none of them. */
export const differenceKinds = [
  'unknown operation',
  'undeclared status',
  'credential',
  'header',
  'body',
  'missing member',
  'extra member',
  'wrong type',
  'other value',
  'other form',
  'error name',
] as const
export type DifferenceKind = (typeof differenceKinds)[number]

/** Where an exchange is not as the contract says. */
export type Difference = {
  /** As `platform payments.get`; of an unknown operation `GET /v2/:id`. */
  operation: string
  /** `request`, or `response 200`. */
  part: string
  /** As `body.status.cancelled`, `body.metadata.*` or `header content-type`. */
  place: string
  kind: DifferenceKind
  /** In words of the contract. */
  expected: string
  /** A type, a name of the contract or a word of this program. */
  found: string
}

/** Of equal differences, only one is kept. */
export function differenceKey(difference: Difference): string {
  const { operation, part, place, kind, expected, found } = difference
  return JSON.stringify([operation, part, place, kind, expected, found])
}
