import { canonicalUid, type Payment } from '@aloha-pi/contracts/platform'
import { isCancelled } from './check-payment.ts'
import { alarm, adopt, hold, move } from './moves.ts'
import { answerNo, LONG_LAG } from './states/cancelling.ts'
import type { Payout } from '../model/payout.ts'
import type { Alarm, PiRefusal, PiResult } from '../model/ports.ts'
import { refusedForGood } from './prove-key.ts'
import {
  pauseCreates,
  backOffForPi,
  backOffForRefusal,
  backOffForTransaction,
} from './back-off-for-pi.ts'
import { backOff } from './back-off.ts'
import type { Situation } from './situation.ts'
import type { Rules } from './rules.ts'
import { absorbed, type Absorbed, type Step } from './steps.ts'

/** What Pi's answer about the payout's payment means: by the step that asked, and the state. */
export function absorbPayment(
  situation: Situation,
  rules: Rules,
  step: Step,
  result: PiResult<Payment>,
): Absorbed {
  const { work, settings } = situation
  const { payout } = work
  if (result.kind === 'unknown') return backOffForPi({ work, settings }, step.type, result)
  switch (step.type) {
    case 'create':
      return result.kind === 'ok'
        ? adopt(payout, result.value, { settings, rules }, 'created')
        : createRefused(situation, rules, result)
    case 'complete':
      return result.kind === 'ok'
        ? completed(situation, rules, result.value)
        : completeRefused(situation, rules, result)
    case 'cancel':
      return result.kind === 'ok'
        ? cancelled(situation, result.value)
        : cancelRefused(situation, rules, result)
    default:
      return result.kind === 'ok'
        ? paymentRead(situation, rules, result.value)
        : readRefused(situation, rules, result)
  }
}

/** A payment that Pi lost, or that the key of another app cannot see. Nothing was signed for it. */
function readRefused({ work, settings }: Situation, rules: Rules, refusal: PiRefusal): Absorbed {
  const { payout } = work
  const { code } = refusal
  const isGone = code === 'payment_not_found' && payout.attempts >= LONG_LAG
  const isUnsigned = payout.state === 'created' || payout.state === 'creating'
  if (isGone && isUnsigned) return hold(payout, code, { payment: payout.piId })
  return backOffForRefusal({ work, settings }, rules.refusalClass('get', refusal), code)
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

function completed({ work, settings }: Situation, rules: Rules, payment: Payment): Absorbed {
  const { payout } = work
  const { txid } = payout
  if (!rules.isCompletedWith(payment, txid)) {
    return backOffForTransaction({ work, settings }, payment)
  }
  const evidence = { because: 'completed at Pi', txid }
  return absorbed({
    changes: [move(payout, 'completed', { lastPayment: payment }, evidence)],
    isOver: true,
  })
}

function completeRefused(
  { work, settings }: Situation,
  rules: Rules,
  refusal: PiRefusal,
): Absorbed {
  const { payout } = work
  const { code, verificationError } = refusal
  if (verificationError === 'payment_already_linked_with_a_tx') return readFirst
  const kind = rules.refusalClass('complete', refusal)
  switch (kind) {
    case 'closed':
      return unconfirmed({ work, settings }, 'the payment was cancelled at Pi', refusal.payment)
    case 'read':
      return readFirst
    case 'lag':
      return backOff(payout, settings, { because: 'verification' })
    default:
      return backOffForRefusal({ work, settings }, kind, verificationError ?? code)
  }
}

const readFirst = absorbed({ memory: { mustRead: true, payment: null } })

/** The money has moved, and Pi's record will never say so. */
function unconfirmed(
  { work }: Pick<Situation, 'work' | 'settings'>,
  because: string,
  payment: Payment | null,
): Absorbed {
  const { payout } = work
  const set = payment == null ? {} : { lastPayment: payment }
  return absorbed({
    changes: [move(payout, 'paid_unconfirmed', set, { because, txid: payout.txid })],
    alarms: [alarm('paid_unconfirmed', payout, because)],
    isOver: true,
  })
}

function cancelled(situation: Situation, payment: Payment): Absorbed {
  if (!isCancelled(payment)) return backOffForRefusal(situation, 'for_now', 'not cancelled')
  const evidence = { because: 'cancelled at Pi', payment: payment.identifier }
  const no = answerNo(situation, evidence)
  const change = no.type === 'move' ? { ...no, set: { ...no.set, lastPayment: payment } } : no
  return absorbed({ changes: [change], isOver: true })
}

function cancelRefused(situation: Situation, rules: Rules, refusal: PiRefusal): Absorbed {
  const { payout } = situation.work
  const { code, payment } = refusal
  const kind = rules.refusalClass('cancel', refusal)
  if (kind === 'closed') {
    const evidence = { because: 'was cancelled at Pi', payment: payment?.identifier ?? payout.piId }
    return absorbed({ changes: [answerNo(situation, evidence)], isOver: true })
  }
  // It is asked for only once nothing of ours can pay any more.
  if (code === 'payment_not_found' && payout.attempts >= LONG_LAG) {
    const evidence = { because: 'not known at Pi', payment: payout.piId }
    return absorbed({ changes: [answerNo(situation, evidence)], isOver: true })
  }
  if (kind === 'read') return absorbed({ memory: { mustRead: true } })
  return backOffForRefusal(situation, kind, code)
}

/** A payment that was asked for by its id. */
function paymentRead(situation: Situation, rules: Rules, payment: Payment): Absorbed {
  const { work, settings } = situation
  const { payout } = work
  switch (payout.state) {
    case 'creating':
      return adopt(payout, payment, { settings, rules }, 'read')
    case 'created': {
      const reason = rules.contradiction(payment, payout, settings)
      if (reason != null) return hold(payout, reason, { payment: payment.identifier })
      return absorbed({ memory: { payment } })
    }
    case 'paid':
      return paidPaymentRead(situation, rules, payment)
    default:
      return absorbed({ memory: { payment } })
  }
}

function paidPaymentRead(situation: Situation, rules: Rules, payment: Payment): Absorbed {
  const { payout } = situation.work
  const { transaction } = payment
  if (rules.isCompletedWith(payment, payout.txid)) return completed(situation, rules, payment)
  if (isCancelled(payment))
    return unconfirmed(situation, 'the payment was cancelled at Pi', payment)
  if (transaction == null) return backOffForTransaction(situation, payment)
  if (transaction.txid === payout.txid) {
    return unconfirmed(situation, 'linked to our transaction, but not completed', payment)
  }
  // Pi links what paid the payment: then it was paid by both.
  const left = unconfirmed(situation, `linked to another transaction`, payment)
  return { ...left, alarms: [alarm('paid_twice', payout, `Pi shows ${transaction.txid}`)] }
}
