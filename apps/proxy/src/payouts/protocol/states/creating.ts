import { canonicalUid, type Payment } from '@aloha-pi/contracts/platform'
import { correlated } from '../../model/correlation.ts'
import type { Payout } from '../../model/payout.ts'
import type { Alarm, PiRefusal } from '../../model/ports.ts'
import { unexpected, type StepResponse, type StateLogic } from '../step-response.ts'
import { backOff } from '../back-off.ts'
import { backOffForRefusal, pauseCreates } from '../back-off-for-pi.ts'
import { foreignAmong } from '../foreign-payments.ts'
import { adopt, alarm, cancelAsked, move } from '../moves.ts'
import { absorbOpenList } from '../open-list.ts'
import { absorbProof, refusedForGood } from '../prove-key.ts'
import { readRefused } from '../read-payment.ts'
import type { Rules } from '../rules.ts'
import type { Situation } from '../situation.ts'
import { note, type Absorbed, type Step } from '../steps.ts'

/** Pi is asked for a payment, once it is known that an earlier create made none. */
export const creating: StateLogic = { next, absorb }

function next({ work, memory, settings }: Situation, rules: Rules): Step {
  const { payout, deployment } = work
  if (payout.cancelRequested)
    return note({ changes: [move(payout, 'cancelling', {}, cancelAsked)] })
  if (payout.piId != null) return { type: 'read_payment', piId: payout.piId }
  // A create that was sent before may have arrived, or may arrive later: it is looked for first.
  if (!memory.isFresh && memory.open == null) return { type: 'list_open' }
  if (memory.refusal != null && work.knownPayment != null) {
    return { type: 'prove_key', piId: work.knownPayment }
  }
  const foreign = foreignAmong(memory.open ?? [], deployment, rules)
  if (foreign.length > 0)
    return note(backOff(payout, settings, { because: 'deployment', audit: foreign }))
  const { uid, amount, memo } = payout
  const metadata = correlated(payout, deployment.own)
  return { type: 'create', payment: { uid, amount, memo, metadata } }
}

function absorb(situation: Situation, rules: Rules, response: StepResponse): Absorbed {
  const { work, settings } = situation
  const take = (payment: Payment, how: string) =>
    adopt(work.payout, payment, { settings, rules }, how)
  switch (response.to) {
    case 'create':
      return response.result.kind === 'ok'
        ? take(response.result.value, 'created')
        : createRefused(situation, rules, response.result)
    case 'read_payment':
      return response.result.kind === 'ok'
        ? take(response.result.value, 'read')
        : readRefused(situation, rules, response.result)
    case 'list_open':
      return absorbOpenList(situation, rules, {
        result: response.result,
        whenMine: (payment) => take(payment, 'listed'),
      })
    case 'prove_key':
      return absorbProof(situation, rules, response.result)
    default:
      return unexpected(situation, response)
  }
}

function createRefused(situation: Situation, rules: Rules, refusal: PiRefusal): Absorbed {
  const { work, settings } = situation
  const { payout } = work
  const { code, payment } = refusal
  const kind = rules.refusalClass('create', refusal)
  if (kind === 'final') return refusedForGood(situation, rules, refusal)
  if (kind !== 'blocked') {
    const pause = backOffForRefusal({ work, settings }, kind, code)
    return { ...pause, changes: [...pause.changes, pauseCreates(settings)] }
  }
  if (payment != null && rules.isMine(payment, payout, work.deployment)) {
    return adopt(payout, payment, { settings, rules }, 'ongoing')
  }
  const isOfApp = payment != null && canonicalUid(payment.user_uid) !== canonicalUid(payout.uid)
  const because = isOfApp ? 'app_payment' : 'user_payment'
  return backOff(payout, settings, {
    because,
    blockedBy: payment?.identifier ?? null,
    alarms: blockAlarms(payout, because, payment),
    // Pi does not say whom it concerns: the next payout may meet the same.
    changes: payment == null ? [pauseCreates(settings)] : [],
    audit: rules.suspectsOf(payment),
  })
}

/** Visits that met the same payment before that is an alarm: most end by themselves. */
const BLOCKED_AFTER = 3

function blockAlarms(
  payout: Payout,
  because: 'app_payment' | 'user_payment',
  payment: Payment | null,
): Alarm[] {
  if (payout.waitsFor !== because || payout.attempts < BLOCKED_AFTER) return []
  const whom = because === 'app_payment' ? 'all payouts' : 'the payouts of its user'
  const detail = `payment ${payment?.identifier ?? 'that Pi does not name'} blocks ${whom}`
  return [alarm('payment_blocks', payout, detail)]
}
