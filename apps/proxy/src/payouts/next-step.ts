import { nextAuditStep } from './next-audit-step.ts'
import { nextCancellingStep } from './next-cancelling-step.ts'
import { nextSignedStep } from './next-signed-step.ts'
import { alarm, hold, move } from './moves.ts'
import { isCancelled } from './check-payment.ts'
import { correlated } from './correlation.ts'
import { closeTimeFor, readCloseTime, signStep } from './payment-order.ts'
import type { BookedTransaction } from './payout.ts'
import type { Work } from './payout-store.ts'
import { rest } from './rest.ts'
import type { Rules, Situation } from './rules.ts'
import type { PayoutSettings } from './settings.ts'
import { note, type Memory, type Step } from './steps.ts'
import { cancelAsked, restForBooks, surveyStep } from './survey-step.ts'

/** The next step for the payout in work, or for the lane alone (the audit). Pure: no clock, no chance, no call. */
export function nextStep(work: Work, memory: Memory, settings: PayoutSettings, rules: Rules): Step {
  const { payout } = work
  if (payout == null) return nextAuditStep(work, memory, settings, rules)
  const situation: Situation = { work: { ...work, payout }, memory, settings }
  const paidBy = rules.paidBy(work)
  if (paidBy != null && payout.state !== 'paid') return notePaid(situation, paidBy)
  switch (payout.state) {
    case 'received':
      return nextReceivedStep(situation)
    case 'creating':
      return nextCreatingStep(situation)
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

/** The books show a payment of this payout, whatever we thought of it. */
function notePaid({ work }: Situation, transaction: BookedTransaction): Step {
  const { payout, envelopes } = work
  const { hash, ledger, memo, payment } = transaction
  const isOwn = envelopes.some((envelope) => envelope.hash === hash)
  const sameTarget =
    payout.toAddress == null || payout.piId !== memo || payment?.destination === payout.toAddress
  const differs = payment?.amount !== payout.amount || !sameTarget
  if (!isOwn && differs) return note(hold(payout, 'transaction_differs', { txid: hash }))
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

function nextReceivedStep({ work, memory, settings }: Situation): Step {
  const { payout } = work
  if (payout.cancelRequested)
    return note({ changes: [move(payout, 'cancelling', {}, cancelAsked)] })
  if (memory.survey == null) return surveyStep(work, memory)
  const { available } = memory.survey
  const evidence = { available: available.toString(), fee: settings.fee.toString() }
  if (available < payout.amount + settings.fee) {
    const set = { failCode: 'insufficient_balance' }
    return note({ changes: [move(payout, 'cancelling', set, evidence)] })
  }
  return note({ changes: [move(payout, 'creating', {}, evidence)], memory: { isFresh: true } })
}

function nextCreatingStep({ work, memory }: Situation): Step {
  const { payout } = work
  if (payout.cancelRequested)
    return note({ changes: [move(payout, 'cancelling', {}, cancelAsked)] })
  if (payout.piId != null) return { type: 'read_payment', piId: payout.piId }
  // A create that was sent before may have arrived, or may arrive later: it is looked for first.
  if (!memory.isFresh && memory.open == null) return { type: 'list_open' }
  const { uid, amount, memo } = payout
  return { type: 'create', payment: { uid, amount, memo, metadata: correlated(payout) } }
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
  const isOld = envelopes.length > 0 || payout.attempts > 0 || lane.quarantineLeftMs > 0
  if (isOld && payment == null && payout.piId != null)
    return { type: 'read_payment', piId: payout.piId }
  if (survey == null) return surveyStep(work, memory)
  if (!rules.isBooked(work, survey)) return note(restForBooks(situation))
  const time = closeTimeFor(situation, survey)
  if (time == null) return readCloseTime(survey)
  const sequence = rules.nextSequence({ ...situation, survey })
  return signStep(situation, rules, { sequence, fee: settings.fee, time })
}

function nextPaidStep({ work, memory, settings }: Situation): Step {
  const { payout } = work
  const { piId, txid } = payout
  if (piId == null || txid == null) {
    return note(rest(payout, settings, { alarms: [alarm('fault', payout, 'paid without ids')] }))
  }
  if (memory.mustRead && memory.payment == null) return { type: 'read_payment', piId }
  return { type: 'complete', piId, txid }
}
