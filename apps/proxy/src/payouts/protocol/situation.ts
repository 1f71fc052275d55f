import type { Payout } from '../model/payout.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Work } from '../model/work.ts'
import type { Memory } from './memory.ts'

/** What a visit decides by: what was read of the database, and what it has learned since it began. */
export type Visit<Learned> = { work: Work; memory: Learned; settings: PayoutSettings }

/** A payout in work, and what this visit learned. */
export type Situation = Visit<Memory> & { work: { payout: Payout } }
