import type { Payment } from '@aloha-pi/contracts/platform'
import { absorbAudit } from '../src/payouts/protocol/audit/absorb-audit.ts'
import {
  beginAudit,
  type AuditMemory,
  type AuditStep,
  type PaymentsPhase,
  type Sorted,
} from '../src/payouts/protocol/audit/audit-memory.ts'
import { nextAuditStep } from '../src/payouts/protocol/audit/next-audit-step.ts'
import { rules } from '../src/payouts/protocol/rules.ts'
import type { Absorbed, Outcome } from '../src/payouts/protocol/steps.ts'
import { makeSurvey, makeWork, settings } from './make-work.ts'
import type { Extra } from './take-step.ts'

/** The next step of an audit, by what it has learned. */
export function nextOfAudit(memory: Partial<AuditMemory>, extra: Extra = {}): AuditStep {
  const work = makeWork(null, extra)
  return nextAuditStep({ work, memory: { ...beginAudit([]), ...memory }, settings }, rules)
}

/** What an outcome means to an audit that has surveyed the wallet. */
export function absorbInAudit(
  taken: { step: AuditStep; outcome: Outcome },
  memory: Partial<AuditMemory> = {},
  extra: Extra = {},
): Absorbed<AuditMemory> {
  const learned = { ...beginAudit([]), survey: makeSurvey(), ...memory }
  return absorbAudit({ work: makeWork(null, extra), memory: learned, settings }, rules, taken)
}

/** Pi's list was read. */
export function listed(open: readonly Payment[]): { payments: PaymentsPhase } {
  return { payments: { phase: 'find_owners', open, isUnreadable: false } }
}

/** Whose each open payment is is known. */
export function sorted(set: Partial<Sorted> = {}): { payments: PaymentsPhase } {
  const none = { open: [], isUnreadable: false, orphans: [], left: [] }
  return { payments: { phase: 'cancel', ...none, ...set } }
}
