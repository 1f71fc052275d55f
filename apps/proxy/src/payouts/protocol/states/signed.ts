import type { Change } from '../../model/changes.ts'
import type { Envelope, Evidence, WalletTransaction } from '../../model/payout.ts'
import type { SubmitResult } from '../../model/ports.ts'
import type { PayoutSettings } from '../../model/settings.ts'
import { unexpected, type StepResponse, type StateLogic } from '../step-response.ts'
import { backOff } from '../back-off.ts'
import { lateAlarms } from '../chain/back-off-for-horizon.ts'
import { bookOwn } from '../chain/books.ts'
import { closeTimeFor, readCloseTime } from '../chain/close-time.ts'
import { isBroken } from '../chain/envelope-refusals.ts'
import { backOffForBooks, surveyStep } from '../chain/survey.ts'
import { isCancelled } from '../check-payment.ts'
import type { Survey } from '../memory.ts'
import { alarm, cancelAsked, hold, liveOf, move, settleLive } from '../moves.ts'
import { readRefused } from '../read-payment.ts'
import type { Rules } from '../rules.ts'
import { absorbSignature, boundFrom, nextSigningStep, TOO_LATE } from '../signing.ts'
import type { Situation } from '../situation.ts'
import { absorbed, note, type Absorbed, type Step } from '../steps.ts'

/** Sends the same bytes at every ledger, and after some of them a replacement with the same sequence, until a ledger decides. */
export const signed: StateLogic = { next, absorb }

function next(situation: Situation, rules: Rules): Step {
  const { work, memory, settings } = situation
  const { payout } = work
  const live = liveOf(work.envelopes)
  const newest = live.at(-1)
  if (newest == null) {
    return note({ changes: [move(payout, 'created', {}, { because: 'no live envelope' })] })
  }
  const { survey } = memory
  if (survey == null) {
    return payout.attempts === 0 ? { type: 'submit', envelope: newest } : surveyStep(work, memory)
  }
  const verdict = rules.verdict({ ...situation, survey })
  switch (verdict.kind) {
    case 'paid':
      return note({ changes: paidChanges(situation, verdict.transaction) })
    case 'failed':
      return note({ changes: failedChanges(situation, rules, verdict.transaction) })
    case 'dead':
      return note(afterDead(situation, rules, verdict.evidence))
    case 'unbooked':
      return note(backOffForBooks(situation))
    case 'read_ledger':
      // Read before a survey, so that the survey is at least as new.
      return { type: 'read_ledger', which: verdict.which }
    case 'seems_expired':
      return note(
        backOff(payout, settings, {
          because: 'ledger',
          set: { expiryReads: payout.expiryReads + 1 },
        }),
      )
    case 'live':
      return nextLiveStep(situation, rules, { newest, survey })
  }
}

function nextLiveStep(
  situation: Situation,
  rules: Rules,
  { newest, survey }: { newest: Envelope; survey: Survey },
): Step {
  const { work, memory, settings } = situation
  const { payout } = work
  // Who asked for a cancellation waits for the last second: nothing more is sent until then.
  if (payout.cancelRequested) {
    return note(backOff(payout, settings, { because: 'ledger', set: { expiryReads: 0 } }))
  }
  const time = closeTimeFor(situation, survey)
  if (time == null) return readCloseTime(survey)
  const fee = raisedFee(newest.fee, settings)
  const isTooCheap = payout.submitCode === 'tx_insufficient_fee' && fee > newest.fee
  const isDropped = time.sequence - newest.signedLedger >= settings.replaceAfterLedgers
  const isLater = rules.maxTime(boundFrom(work, time), settings) > newest.maxTime
  const isTooLate = payout.submitCode === TOO_LATE && isLater
  const isReplaced = isTooLate || ((isTooCheap || isDropped) && (isLater || fee > newest.fee))
  // Another deployment uses the wallet, or the chain does not take what is signed here: it may apply until it has run
  // out, and nothing more is signed.
  if (!isReplaced || work.lane.stop != null || isBroken(payout.submitCode))
    return { type: 'submit', envelope: newest }
  // Pi closed the payment or shows another one: nothing more is sent, and the last envelope runs out.
  const shown = memory.payment ?? payout.lastPayment
  if (
    shown != null &&
    (isCancelled(shown) || rules.contradiction(shown, payout, settings) != null)
  ) {
    return note(backOff(payout, settings, { because: 'ledger' }))
  }
  if (!rules.canPay(survey, payout.amount, fee)) return { type: 'submit', envelope: newest }
  const sequence = () => rules.replacementSequence(newest, situation)
  return nextSigningStep(situation, rules, { survey, sequence, fee })
}

function raisedFee(fee: bigint, { feeCap }: PayoutSettings): bigint {
  const doubled = fee * 2n
  return doubled < feeCap ? doubled : feeCap
}

function absorb(situation: Situation, rules: Rules, response: StepResponse): Absorbed {
  switch (response.to) {
    case 'submit':
      return absorbSubmit(situation, response.envelope, response.result)
    case 'sign':
      return absorbSignature(situation, response)
    case 'read_payment':
      return response.result.kind === 'ok'
        ? absorbed({ memory: { payment: response.result.value } })
        : readRefused(situation, rules, response.result)
    default:
      return unexpected(situation, response)
  }
}

/** Only a transaction in a ledger proves anything; every refusal may have been overtaken by an earlier copy. */
function absorbSubmit(situation: Situation, envelope: Envelope, result: SubmitResult): Absorbed {
  const { work, settings } = situation
  const { payout, lane } = work
  const pause = { because: 'ledger' } as const
  switch (result.kind) {
    case 'applied': {
      const { transaction } = result
      if (transaction.hash !== envelope.hash || !transaction.successful) {
        return backOff(payout, settings, pause)
      }
      const book = bookOwn(lane, transaction)
      const paid = paidChanges(situation, transaction)
      return absorbed({ changes: book == null ? paid : [book, ...paid], memory: { survey: null } })
    }
    case 'refused': {
      const { code } = result
      const alarms = [
        ...(isBroken(code) ? [alarm('envelope_refused', payout, code)] : []),
        ...(code === TOO_LATE ? lateAlarms(work, settings) : []),
      ]
      return backOff(payout, settings, { ...pause, set: { submitCode: code }, alarms })
    }
    case 'not_forwarded':
    case 'unknown':
      return backOff(payout, settings, { ...pause, atLeastMs: result.retryAfterMs })
  }
}

/** Our transaction paid: the others of its sequence never will. */
function paidChanges({ work }: Situation, transaction: WalletTransaction): Change[] {
  const { hash, ledger } = transaction
  const evidence = { txid: hash, ledger }
  return [
    ...settleLive(work.envelopes, { hash, as: 'applied' }, evidence),
    move(work.payout, 'paid', { txid: hash, ledger, submitCode: null }, evidence),
  ]
}

/** Our transaction is in a ledger without effect. Whatever failed it would fail it again: no. But for money. */
function failedChanges(
  { work, settings }: Situation,
  rules: Rules,
  transaction: WalletTransaction,
): Change[] {
  const { payout } = work
  const { hash, ledger, failure } = transaction
  const failCode = failure ?? 'tx_failed'
  const evidence = { txid: hash, ledger, failure: failCode }
  const settled = settleLive(work.envelopes, { hash, as: 'failed' }, evidence)
  const set = { submitCode: null, expiryReads: 0 }
  if (rules.isForMoney(failCode) && settings.withoutMoney === 'wait') {
    return [...settled, move(payout, 'created', set, evidence)]
  }
  return [...settled, move(payout, 'cancelling', { ...set, failCode }, evidence)]
}

/** The generation is over. What the chain does not take as it is signed here is for an operator. */
function afterDead(situation: Situation, rules: Rules, evidence: Evidence): Absorbed {
  const { payout, envelopes } = situation.work
  const { submitCode: code, cancelRequested } = payout
  if (!isBroken(code) || cancelRequested) {
    return absorbed({ changes: deadChanges(situation, rules, evidence) })
  }
  const held = hold(payout, 'envelope_refused', { code })
  return { ...held, changes: [...settleLive(envelopes, null, evidence), ...held.changes] }
}

/** Signs again, or refuses where there is a reason to. */
function deadChanges({ work, settings }: Situation, rules: Rules, evidence: Evidence): Change[] {
  const { payout, envelopes } = work
  const isBroke = rules.isForMoney(payout.submitCode) && settings.withoutMoney === 'fail'
  const set = { submitCode: null, expiryReads: 0 }
  const settled = settleLive(envelopes, null, evidence)
  if (isBroke) {
    const failed = { ...set, failCode: 'insufficient_balance' }
    return [...settled, move(payout, 'cancelling', failed, evidence)]
  }
  return payout.cancelRequested
    ? [...settled, move(payout, 'cancelling', set, { ...evidence, ...cancelAsked })]
    : [...settled, move(payout, 'created', set, evidence)]
}
