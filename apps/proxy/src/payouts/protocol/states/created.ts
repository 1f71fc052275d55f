import type { Payment } from '@aloha-pi/contracts/platform'
import { unexpected, type StepResponse, type StateLogic } from '../step-response.ts'
import { backOffForBooks, surveyStep } from '../chain/survey.ts'
import { isCancelled } from '../check-payment.ts'
import { cancelAsked, hold, move } from '../moves.ts'
import { readRefused } from '../read-payment.ts'
import type { Rules } from '../rules.ts'
import { absorbSignature, nextSigningStep } from '../signing.ts'
import type { Situation } from '../situation.ts'
import { absorbed, note, type Absorbed, type Step } from '../steps.ts'
import { withoutMoney } from '../without-money.ts'

/** Its payment is open at Pi: the next transaction of the wallet is signed for it. */
export const created: StateLogic = { next, absorb }

function next(situation: Situation, rules: Rules): Step {
  const { work, memory, settings } = situation
  const { payout, lane, envelopes } = work
  const { survey, payment } = memory
  if (payout.cancelRequested)
    return note({ changes: [move(payout, 'cancelling', {}, cancelAsked)] })
  if (payment != null && isCancelled(payment)) {
    return note({ changes: [move(payout, 'cancelling', {}, { because: 'cancelled at Pi' })] })
  }
  // It is prepared, and waits for its turn.
  if (work.isLaneTaken) return note({ isOver: true })
  const isOld = envelopes.length > 0 || payout.attempts > 0 || lane.quarantineLeftMs > 0
  if (isOld && payment == null && payout.piId != null)
    return { type: 'read_payment', piId: payout.piId }
  if (survey == null) return surveyStep(work, memory)
  if (!rules.isBooked(work, survey)) return note(backOffForBooks(situation))
  if (!rules.canPay(survey, payout.amount, settings.fee)) {
    return note(withoutMoney(situation, survey.available))
  }
  const sequence = () => rules.nextSequence({ ...situation, survey })
  return nextSigningStep(situation, rules, { survey, sequence, fee: settings.fee })
}

function absorb(situation: Situation, rules: Rules, response: StepResponse): Absorbed {
  switch (response.to) {
    case 'read_payment':
      return response.result.kind === 'ok'
        ? paymentRead(situation, rules, response.result.value)
        : readRefused(situation, rules, response.result)
    case 'sign':
      return absorbSignature(situation, response)
    default:
      return unexpected(situation, response)
  }
}

function paymentRead({ work, settings }: Situation, rules: Rules, payment: Payment): Absorbed {
  const { payout } = work
  const reason = rules.contradiction(payment, payout, settings)
  if (reason != null) return hold(payout, reason, { payment: payment.identifier })
  return absorbed({ memory: { payment } })
}
