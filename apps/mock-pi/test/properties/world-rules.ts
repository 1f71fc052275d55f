/** Invariants that are checked where they show, not step by step. */
export const worldRules = {
  reset: 'A13: a reset gives back the world as it began, under a new worldId',
  shape: 'A14: every response has the shape of the contract',
  seed: 'A15: the same seed and the same actions give the same responses',
} as const
