import type { Payment } from '@aloha-pi/contracts/platform'
import type { Change } from '../../model/changes.ts'
import type { Evidence } from '../../model/payout.ts'
import type { PiRefusal } from '../../model/ports.ts'
import { unexpected, type StepResponse, type StateLogic } from '../step-response.ts'
import { backOff } from '../back-off.ts'
import { backOffForRefusal } from '../back-off-for-pi.ts'
import { backOffForBooks, surveyStep } from '../chain/survey.ts'
import { isCancelled } from '../check-payment.ts'
import { foreignAmong } from '../foreign-payments.ts'
import { alarm, hold, move } from '../moves.ts'
import { absorbOpenList } from '../open-list.ts'
import { LONG_LAG } from '../read-payment.ts'
import type { Rules } from '../rules.ts'
import type { Situation } from '../situation.ts'
import { absorbed, note, type Absorbed, type Step } from '../steps.ts'

/** R6: a no needs the books, and Pi's word that its payment is closed. The only way to `cancelled` and `failed`. */
export const cancelling: StateLogic = { next, absorb }

function next(situation: Situation, rules: Rules): Step {
  const { work, memory, settings } = situation
  const { payout, lane, deployment } = work
  if (lane.quarantineLeftMs > 0 && !rules.mayRefuse(situation)) {
    return note(
      backOff(payout, settings, {
        because: 'quarantine',
        delayMs: Math.min(lane.quarantineLeftMs, settings.retryMaxMs),
      }),
    )
  }
  if (memory.survey == null && !rules.mayRefuse(situation)) return surveyStep(work, memory)
  if (!rules.mayRefuse(situation)) return note(backOffForBooks(situation))
  if (payout.piId == null) {
    // A create whose response was lost may have made a payment. One that arrives later is the audit's.
    if (memory.open == null) return { type: 'list_open' }
    const foreign = foreignAmong(memory.open, deployment, rules)
    if (foreign.length > 0)
      return note(backOff(payout, settings, { because: 'deployment', audit: foreign }))
    return note({ changes: [finishUnpaid(situation, { because: 'nothing open at Pi' })] })
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

function absorb(situation: Situation, rules: Rules, response: StepResponse): Absorbed {
  switch (response.to) {
    case 'list_open':
      return absorbOpenList(situation, rules, {
        result: response.result,
        whenMine: (payment) => keepListed(situation, payment),
      })
    case 'cancel':
      return response.result.kind === 'ok'
        ? cancelled(situation, response.result.value)
        : cancelRefused(situation, rules, response.result)
    default:
      return unexpected(situation, response)
  }
}

/** The payment of a create whose response was lost: it is to be cancelled. */
function keepListed({ work }: Situation, payment: Payment): Absorbed {
  const { payout } = work
  const { identifier: piId } = payment
  const evidence = { how: 'listed', payment: piId }
  return absorbed({
    changes: [move(payout, payout.state, { piId, lastPayment: payment }, evidence)],
  })
}

function cancelled(situation: Situation, payment: Payment): Absorbed {
  if (!isCancelled(payment)) return backOffForRefusal(situation, 'for_now', 'not cancelled')
  const evidence = { because: 'cancelled at Pi', payment: payment.identifier }
  const no = finishUnpaid(situation, evidence)
  const change = no.type === 'move' ? { ...no, set: { ...no.set, lastPayment: payment } } : no
  return absorbed({ changes: [change], isOver: true })
}

function cancelRefused(situation: Situation, rules: Rules, refusal: PiRefusal): Absorbed {
  const { payout } = situation.work
  const { code, payment } = refusal
  const kind = rules.refusalClass('cancel', refusal)
  if (kind === 'closed') {
    const evidence = { because: 'was cancelled at Pi', payment: payment?.identifier ?? payout.piId }
    return absorbed({ changes: [finishUnpaid(situation, evidence)], isOver: true })
  }
  // It is asked for only once nothing of ours can pay any more.
  if (code === 'payment_not_found' && payout.attempts >= LONG_LAG) {
    const evidence = { because: 'not known at Pi', payment: payout.piId }
    return absorbed({ changes: [finishUnpaid(situation, evidence)], isOver: true })
  }
  if (kind === 'read') return absorbed({ memory: { mustRead: true } })
  return backOffForRefusal(situation, kind, code)
}

/** The final no. */
function finishUnpaid({ work, memory }: Situation, evidence: Evidence): Change {
  const { payout } = work
  const sequence = memory.survey?.sequence.toString() ?? null
  const to = payout.failCode == null ? 'cancelled' : 'failed'
  return move(payout, to, {}, { ...evidence, booked_up_to: sequence })
}
