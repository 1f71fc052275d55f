import type { EvidenceLevel } from '@aloha-pi/contracts/evidence'

/** What is said of a rule: why it fired, and what to do next. */
export type RuleText = {
  why: string
  next: readonly string[]
  /** What is known of the real Pi, where it is not the evidence of the error code. */
  pi?: PiKnowledge
}

export type PiKnowledge = { known: string; level: EvidenceLevel | 'mock'; source: string }

/** Of what exists at the mock only. */
export const ONLY_MOCK: PiKnowledge = {
  known: 'Pi has nothing like it: this belongs to the mock.',
  level: 'mock',
  source: "aloha-pi's mock",
}
