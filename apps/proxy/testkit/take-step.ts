import type { Payment } from '@aloha-pi/contracts/platform'
import type { Payout } from '../src/payouts/model/payout.ts'
import type { PiRefusal, PiResult, Unknown } from '../src/payouts/model/ports.ts'
import { absorb } from '../src/payouts/protocol/absorb.ts'
import { emptyMemory, type Memory } from '../src/payouts/protocol/memory.ts'
import { nextStep } from '../src/payouts/protocol/next-step.ts'
import { rules } from '../src/payouts/protocol/rules.ts'
import type { Absorbed, Outcome, Step } from '../src/payouts/protocol/steps.ts'
import { inShort, makePayout, makeSurvey, makeWork, settings } from './make-work.ts'

export type Extra = NonNullable<Parameters<typeof makeWork>[1]>

/** The next step of a payout, by what the visit has learned. */
export function nextIn(
  set: Partial<Payout>,
  memory: Partial<Memory> = {},
  extra: Extra = {},
): Step {
  const work = makeWork(makePayout(set), extra)
  return nextStep({ work, memory: { ...emptyMemory, ...memory }, settings }, rules)
}

/** What an outcome means to a payout whose wallet was surveyed. */
export function absorbIn(
  set: Partial<Payout>,
  taken: { step: Step; outcome: Outcome },
  { memory, extra }: { memory?: Partial<Memory>; extra?: Extra } = {},
): Absorbed {
  const work = makeWork(makePayout(set), extra)
  const learned = { ...emptyMemory, survey: makeSurvey(), ...memory }
  return absorb({ work, memory: learned, settings }, rules, taken)
}

/** The same where Pi responds about a payment. */
export function absorbPayment(
  set: Partial<Payout>,
  step: Step,
  result: PiResult<Payment>,
): Absorbed {
  return absorbIn(set, { step, outcome: { type: 'payment', result } })
}

/** A step in a line: its name, or what it notes. */
export function stepInShort(step: Step): string {
  return step.type === 'note' ? inShort(step.absorbed) : step.type
}

export const ok = (value: Payment): PiResult<Payment> => ({ kind: 'ok', value })
export const refused = (code: string, more: Partial<PiRefusal> = {}): PiRefusal => ({
  kind: 'refused',
  status: 400,
  code,
  payment: null,
  verificationError: null,
  ...more,
})
export const lost: Unknown = { kind: 'unknown', cause: 'timeout', retryAfterMs: null }
