import { foreignAmong } from '../foreign-payments.ts'
import { alarm, hold, move } from '../moves.ts'
import { backOffForBooks, surveyStep } from '../chain/survey.ts'
import type { Evidence } from '../../model/payout.ts'
import type { Change } from '../../model/changes.ts'
import { backOff } from '../back-off.ts'
import type { Situation } from '../situation.ts'
import type { Rules } from '../rules.ts'
import { note, type Step } from '../steps.ts'

/** Attempts after which what only one of Pi and the chain knows is no matter of lag any more. */
export const LONG_LAG = 8

/** R6: a no needs the books, and Pi's word that its payment is closed. The only way to `cancelled` and `failed`. */
export function nextCancellingStep(situation: Situation, rules: Rules): Step {
  const { work, memory, settings } = situation
  const { payout, lane, deployment } = work
  if (lane.quarantineLeftMs > 0 && !rules.mayAnswerNo(situation)) {
    return note(
      backOff(payout, settings, {
        because: 'quarantine',
        delayMs: Math.min(lane.quarantineLeftMs, settings.retryMaxMs),
      }),
    )
  }
  if (memory.survey == null && !rules.mayAnswerNo(situation)) return surveyStep(work, memory)
  if (!rules.mayAnswerNo(situation)) return note(backOffForBooks(situation))
  if (payout.piId == null) {
    // A create whose answer was lost may have made a payment. One that arrives later is the audit's.
    if (memory.open == null) return { type: 'list_open' }
    const foreign = foreignAmong(memory.open, deployment, rules)
    if (foreign.length > 0)
      return note(backOff(payout, settings, { because: 'deployment', audit: foreign }))
    return note({ changes: [answerNo(situation, { because: 'nothing open at Pi' })] })
  }
  if (memory.mustRead && payout.attempts >= LONG_LAG) {
    return note(hold(payout, 'foreign_transaction_linked', { payment: payout.piId }))
  }
  if (memory.mustRead) {
    const alarms = [
      alarm('refused_for_now', payout, 'Pi knows a transaction that the books do not'),
    ]
    return note(backOff(payout, settings, { because: 'refusal', alarms }))
  }
  const shown = memory.payment ?? payout.lastPayment
  if (shown != null && !rules.isMine(shown, payout, deployment)) {
    // An id that an earlier release kept without looking whose it is: it is not ours to cancel.
    const evidence = { because: 'the payment is not this payout’s', payment: payout.piId }
    return note({
      changes: [move(payout, 'cancelling', { piId: null, lastPayment: null }, evidence)],
    })
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
