import type { Payment } from '@aloha-pi/contracts/platform'
import type { BookedTransaction } from '../../model/payout.ts'
import type { PiRefusal } from '../../model/ports.ts'
import { unexpected, type StepResponse, type StateLogic } from '../step-response.ts'
import { backOff } from '../back-off.ts'
import { backOffForRefusal, backOffForTransaction } from '../back-off-for-pi.ts'
import { isCancelled } from '../check-payment.ts'
import { alarm, hold, liveOf, move, settleLive } from '../moves.ts'
import { readRefused } from '../read-payment.ts'
import type { Rules } from '../rules.ts'
import type { Situation } from '../situation.ts'
import { absorbed, note, type Absorbed, type Step } from '../steps.ts'

/** The money has moved: Pi gets the transaction, and says that its payment is completed. */
export const paid: StateLogic = { next, absorb }

function next({ work, memory, settings }: Situation): Step {
  const { payout } = work
  const { piId, txid } = payout
  if (piId == null || txid == null) {
    const alarms = [alarm('fault', payout, 'paid without ids')]
    return note(backOff(payout, settings, { because: 'fault', alarms }))
  }
  if (memory.mustRead && memory.payment == null) return { type: 'read_payment', piId }
  return { type: 'complete', piId, txid }
}

function absorb(situation: Situation, rules: Rules, response: StepResponse): Absorbed {
  switch (response.to) {
    case 'complete':
      return response.result.kind === 'ok'
        ? completed(situation, rules, response.result.value)
        : completeRefused(situation, rules, response.result)
    case 'read_payment':
      return response.result.kind === 'ok'
        ? paymentRead(situation, rules, response.result.value)
        : readRefused(situation, rules, response.result)
    default:
      return unexpected(situation, response)
  }
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

function paymentRead(situation: Situation, rules: Rules, payment: Payment): Absorbed {
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

/** The books show a payment of this payout, whatever we thought of it. */
export function notePaid({ work }: Situation, rules: Rules, transaction: BookedTransaction): Step {
  const { payout, envelopes } = work
  const { hash, ledger, memo } = transaction
  const isOwn = envelopes.some((envelope) => envelope.hash === hash)
  if (!isOwn && !rules.isPaymentOf(transaction, payout)) {
    return note(hold(payout, 'transaction_differs', { txid: hash }))
  }
  const booked = work.lane.bookedSequence ?? 0n
  if (liveOf(envelopes).some((envelope) => envelope.hash !== hash && envelope.sequence > booked)) {
    return note(hold(payout, 'paid_twice', { txid: hash }))
  }
  const evidence = { because: 'in the books', txid: hash, ledger }
  return note({
    changes: [
      ...settleLive(envelopes, { hash, as: 'applied' }, evidence),
      move(payout, 'paid', { txid: hash, ledger, ...(memo != null && { piId: memo }) }, evidence),
    ],
    alarms: isOwn ? [] : [alarm('repaired', payout, hash)],
  })
}
