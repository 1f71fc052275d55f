import type { Payment } from '@aloha-pi/contracts/platform'
import { isCancelled } from './check-payment.ts'
import { alarm, adopt, hold, move } from './moves.ts'
import { answerNo, LONG_LAG } from './next-cancelling-step.ts'
import type { PiRefusal, PiResult } from './ports.ts'
import { rest } from './rest.ts'
import type { Rules, Situation } from './rules.ts'
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
  if (result.kind === 'unknown') {
    const isAuth = result.cause === 'unauthorized'
    return rest(payout, settings, {
      atLeastMs: result.retryAfterMs,
      alarms: isAuth ? [alarm('upstream_auth', payout, step.type)] : [],
    })
  }
  switch (step.type) {
    case 'create':
      return result.kind === 'ok'
        ? adopt(payout, result.value, { settings, rules }, 'created')
        : createRefused(situation, rules, result)
    case 'complete':
      return result.kind === 'ok'
        ? completed(situation, rules, result.value)
        : completeRefused(situation, result)
    case 'cancel':
      return result.kind === 'ok'
        ? cancelled(situation, result.value)
        : cancelRefused(situation, result)
    default:
      return result.kind === 'ok'
        ? paymentRead(situation, rules, result.value)
        : readRefused(situation, result)
  }
}

/** A payment that Pi lost, or that the key of another app cannot see. Nothing was signed for it. */
function readRefused({ work, settings }: Situation, { code }: PiRefusal): Absorbed {
  const { payout } = work
  const isGone = code === 'payment_not_found' && payout.attempts >= LONG_LAG
  const isUnsigned = payout.state === 'created' || payout.state === 'creating'
  if (isGone && isUnsigned) return hold(payout, code, { payment: payout.piId })
  return rest(payout, settings, { alarms: [alarm('refused_for_now', payout, code)] })
}

/** Refusals that another try may not meet. */
const FOR_NOW = new Set(['too_many_payments', 'too_many_cancelled_payments', 'unknown_error'])

function createRefused({ work, settings }: Situation, rules: Rules, refusal: PiRefusal): Absorbed {
  const { payout } = work
  const { code, status, payment } = refusal
  if (code === 'ongoing_payment_found') {
    if (payment != null && rules.isMine(payment, payout, work.deployment)) {
      return adopt(payout, payment, { settings, rules }, 'ongoing')
    }
    return rest(payout, settings, { audit: rules.suspectsOf(payment) })
  }
  if (code === 'invalid_authorization') {
    return rest(payout, settings, { alarms: [alarm('upstream_auth', payout, code)] })
  }
  if (FOR_NOW.has(code) || status === 408 || status === 429 || status >= 500) {
    return rest(payout, settings, { alarms: [alarm('refused_for_now', payout, code)] })
  }
  return absorbed({
    changes: [move(payout, 'cancelling', { failCode: code }, { refused: code, status })],
  })
}

function completed({ work, settings }: Situation, rules: Rules, payment: Payment): Absorbed {
  const { payout } = work
  const { txid } = payout
  if (!rules.isCompletedWith(payment, txid)) {
    return rest(payout, settings, { set: { lastPayment: payment } })
  }
  const evidence = { because: 'completed at Pi', txid }
  return absorbed({
    changes: [move(payout, 'completed', { lastPayment: payment }, evidence)],
    isOver: true,
  })
}

function completeRefused({ work, settings }: Situation, refusal: PiRefusal): Absorbed {
  const { payout } = work
  const { code, verificationError } = refusal
  const isLinked = verificationError === 'payment_already_linked_with_a_tx'
  if (code === 'cancelled_payment') {
    return unconfirmed({ work, settings }, 'the payment was cancelled at Pi', refusal.payment)
  }
  if (code === 'already_completed' || code === 'txid_mismatch' || isLinked) {
    return absorbed({ memory: { mustRead: true, payment: null } })
  }
  const isLag = code === 'not_verified'
  const detail = verificationError ?? code
  return rest(payout, settings, {
    alarms: isLag ? [] : [alarm('refused_for_now', payout, detail)],
  })
}

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
  if (!isCancelled(payment)) return rest(situation.work.payout, situation.settings)
  const evidence = { because: 'cancelled at Pi', payment: payment.identifier }
  const no = answerNo(situation, evidence)
  const change = no.type === 'move' ? { ...no, set: { ...no.set, lastPayment: payment } } : no
  return absorbed({ changes: [change], isOver: true })
}

function cancelRefused(situation: Situation, { code, payment }: PiRefusal): Absorbed {
  const { payout } = situation.work
  if (code === 'cancelled_payment') {
    const evidence = { because: 'was cancelled at Pi', payment: payment?.identifier ?? payout.piId }
    return absorbed({ changes: [answerNo(situation, evidence)], isOver: true })
  }
  // It is asked for only once nothing of ours can pay any more.
  if (code === 'payment_not_found' && payout.attempts >= LONG_LAG) {
    const evidence = { because: 'not known at Pi', payment: payout.piId }
    return absorbed({ changes: [answerNo(situation, evidence)], isOver: true })
  }
  if (code === 'payment_tx_present' || code === 'already_completed') {
    return absorbed({ memory: { mustRead: true } })
  }
  return rest(payout, situation.settings, { alarms: [alarm('refused_for_now', payout, code)] })
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
  if (transaction == null)
    return rest(payout, situation.settings, { set: { lastPayment: payment } })
  const because =
    transaction.txid === payout.txid
      ? 'linked to our transaction, but not completed'
      : 'linked to another transaction'
  return unconfirmed(situation, because, payment)
}
