import type { Payout } from '../model/payout.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Work } from '../model/work.ts'
import type { Memory } from './memory.ts'

/** A payout in work, and what this visit learned. */
export type Situation = {
  work: Work & { payout: Payout }
  memory: Memory
  settings: PayoutSettings
}
