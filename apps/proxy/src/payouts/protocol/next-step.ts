import { nextAuditStep } from './audit/next-audit-step.ts'
import { nextCancellingStep } from './states/cancelling.ts'
import { nextSignedStep } from './states/signed.ts'
import { foreignAmong } from './foreign-payments.ts'
import { alarm, hold, move } from './moves.ts'
import { isCancelled } from './check-payment.ts'
import { correlated } from '../model/correlation.ts'
import { nextSigningStep } from './signing.ts'
import type { BookedTransaction } from '../model/payout.ts'
import type { Work } from '../model/work.ts'
import { backOff } from './back-off.ts'
import type { Situation } from './situation.ts'
import { withDoubts, type Rules } from './rules.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Memory } from './memory.ts'
import { note, type Step } from './steps.ts'
import { cancelAsked, backOffForBooks, surveyStep } from './chain/survey.ts'
import { withoutMoney } from './without-money.ts'

/** The next step for the payout in work, or for the lane alone (the audit). Pure: no clock, no chance, no call. */
export function nextStep(work: Work, memory: Memory, settings: PayoutSettings, rules: Rules): Step {
  const { payout } = work
  if (payout == null) return nextAuditStep(work, memory, rules)
  const situation: Situation = { work: { ...withDoubts(work, rules), payout }, memory, settings }
  const paidBy = rules.paidBy(work)
  if (paidBy != null && payout.state !== 'paid') return notePaid(situation, rules, paidBy)
  if (isBraked(situation)) return note({ isOver: true })
  switch (payout.state) {
    case 'received':
      return nextReceivedStep(situation, rules)
    case 'creating':
      return nextCreatingStep(situation, rules)
    case 'created':
      return nextCreatedStep(situation, rules)
    case 'signed':
      return nextSignedStep(situation, rules)
    case 'paid':
      return nextPaidStep(situation)
    case 'cancelling':
      return nextCancellingStep(situation, rules)
    default:
      return note({ isOver: true })
  }
}

/**
 * What is signed and paid goes on to its end. A stopped lane begins nothing and cancels nothing; any other brake leaves
 * the way to `cancelled` open. The store's `pick` passes over the same payouts.
 */
function isBraked({ work, settings }: Situation): boolean {
  const { payout, lane, brake } = work
  const { state, cancelRequested } = payout
  if (state === 'paid' || state === 'signed') return false
  if (lane.stop != null) return true
  const isOnTheWayOut = state === 'cancelling' || cancelRequested
  return !isOnTheWayOut && (brake != null || !settings.isOn)
}

/** The books show a payment of this payout, whatever we thought of it. */
function notePaid({ work }: Situation, rules: Rules, transaction: BookedTransaction): Step {
  const { payout, envelopes } = work
  const { hash, ledger, memo } = transaction
  const isOwn = envelopes.some((envelope) => envelope.hash === hash)
  if (!isOwn && !rules.isPaymentOf(transaction, payout)) {
    return note(hold(payout, 'transaction_differs', { txid: hash }))
  }
  const live = envelopes.filter(({ status }) => status === 'live')
  const booked = work.lane.bookedSequence ?? 0n
  if (live.some((envelope) => envelope.hash !== hash && envelope.sequence > booked)) {
    return note(hold(payout, 'paid_twice', { txid: hash }))
  }
  const evidence = { because: 'in the books', txid: hash, ledger }
  return note({
    changes: [
      ...live.map((envelope) => ({
        type: 'settle_envelope' as const,
        hash: envelope.hash,
        status: envelope.hash === hash ? ('applied' as const) : ('dead' as const),
        evidence,
      })),
      move(payout, 'paid', { txid: hash, ledger, ...(memo != null && { piId: memo }) }, evidence),
    ],
    alarms: isOwn ? [] : [alarm('repaired', payout, hash)],
  })
}

function nextReceivedStep(situation: Situation, rules: Rules): Step {
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

function nextCreatingStep({ work, memory, settings }: Situation, rules: Rules): Step {
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

function nextCreatedStep(situation: Situation, rules: Rules): Step {
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

function nextPaidStep({ work, memory, settings }: Situation): Step {
  const { payout } = work
  const { piId, txid } = payout
  if (piId == null || txid == null) {
    const alarms = [alarm('fault', payout, 'paid without ids')]
    return note(backOff(payout, settings, { because: 'fault', alarms }))
  }
  if (memory.mustRead && memory.payment == null) return { type: 'read_payment', piId }
  return { type: 'complete', piId, txid }
}
