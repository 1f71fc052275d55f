import { alarm, hold, move } from './moves.ts'
import { restForBooks, surveyStep } from './survey-step.ts'
import type { Evidence } from './payout.ts'
import type { Change } from './payout-store.ts'
import { rest } from './rest.ts'
import type { Rules, Situation } from './rules.ts'
import { note, type Step } from './steps.ts'

/** Attempts after which what only one of Pi and the chain knows is no matter of lag any more. */
export const LONG_LAG = 8

/** R6: a no needs the books, and Pi's word that its payment is closed. The only way to `cancelled` and `failed`. */
export function nextCancellingStep(situation: Situation, rules: Rules): Step {
  const { work, memory, settings } = situation
  const { payout, lane } = work
  if (lane.quarantineLeftMs > 0 && !rules.mayAnswerNo(situation)) {
    return note(
      rest(payout, settings, { delayMs: Math.min(lane.quarantineLeftMs, settings.retryMaxMs) }),
    )
  }
  if (memory.survey == null && !rules.mayAnswerNo(situation)) return surveyStep(work, memory)
  if (!rules.mayAnswerNo(situation)) return note(restForBooks(situation))
  if (payout.piId == null) {
    // A create whose answer was lost may have made a payment. One that arrives later is the audit's.
    if (memory.open == null) return { type: 'list_open' }
    return note({ changes: [answerNo(situation, { because: 'nothing open at Pi' })] })
  }
  if (memory.mustRead && payout.attempts >= LONG_LAG) {
    return note(hold(payout, 'foreign_transaction_linked', { payment: payout.piId }))
  }
  if (memory.mustRead) {
    const alarms = [
      alarm('refused_for_now', payout, 'Pi knows a transaction that the books do not'),
    ]
    return note(rest(payout, settings, { alarms }))
  }
  return { type: 'cancel', piId: payout.piId }
}

/** The final no. */
export function answerNo({ work, memory }: Situation, evidence: Evidence): Change {
  const { payout } = work
  const sequence = memory.survey?.sequence.toString() ?? null
  const to = payout.failCode == null ? 'cancelled' : 'failed'
  return move(payout, to, {}, { ...evidence, booked_up_to: sequence })
}
