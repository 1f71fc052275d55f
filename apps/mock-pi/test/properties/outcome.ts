/** The allowed responses: acceptance, or a refusal with one of these codes, and one of these reasons. */
export type Outcome =
  | 'accepted'
  | 'anything'
  | { refused: readonly string[]; verificationErrors?: readonly string[] }
