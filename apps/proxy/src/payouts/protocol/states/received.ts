import { unexpected, type StateLogic } from '../step-response.ts'
import { backOffForBooks, surveyStep } from '../chain/survey.ts'
import { cancelAsked, move } from '../moves.ts'
import type { Rules } from '../rules.ts'
import type { Situation } from '../situation.ts'
import { note, type Step } from '../steps.ts'
import { withoutMoney } from '../without-money.ts'

/** Asked for, and not begun: the wallet must have the money, and the books all that it sent. */
export const received: StateLogic = {
  next,
  absorb: (situation, _rules, response) => unexpected(situation, response),
}

function next(situation: Situation, rules: Rules): Step {
  const { work, memory, settings } = situation
  const { payout } = work
  if (payout.cancelRequested)
    return note({ changes: [move(payout, 'cancelling', {}, cancelAsked)] })
  if (memory.survey == null) return surveyStep(work, memory)
  // One that was paid and forgotten must not be begun again; and no payment is opened at Pi only to wait.
  if (!rules.isBooked(work, memory.survey)) return note(backOffForBooks(situation))
  const { available } = memory.survey
  if (!rules.canPay(memory.survey, payout.amount, settings.fee)) {
    return note(withoutMoney(situation, available))
  }
  const evidence = { available: available.toString(), fee: settings.fee.toString() }
  return note({ changes: [move(payout, 'creating', {}, evidence)], memory: { isFresh: true } })
}
