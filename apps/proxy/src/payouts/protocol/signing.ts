import type { Envelope, Payout } from '../model/payout.ts'
import type { SigningOrder } from '../model/ports.ts'
import type { LedgerTime } from '../model/ports.ts'
import type { Situation } from './situation.ts'
import type { Survey } from './memory.ts'
import { note, type Step } from './steps.ts'
import type { Rules } from './rules.ts'
import type { PayoutSettings } from '../model/settings.ts'
import { foreignAmong } from './foreign-payments.ts'
import { hold } from './moves.ts'
import { backOff } from './back-off.ts'

/** A known close time this close to the wallet's ledger is as good as that ledger's own. */
const RECENT_LEDGERS = 2

/** The close time that bounds an envelope, or undefined when it must be read. */
export function closeTimeFor({ work, memory }: Situation, survey: Survey): LedgerTime | undefined {
  const { tip } = work.lane
  const isRecent =
    survey.ledger != null && tip != null && tip.sequence >= survey.ledger - RECENT_LEDGERS
  return memory.ledgerTime ?? (isRecent ? tip : undefined)
}

export function readCloseTime({ ledger }: Survey): Step {
  return { type: 'read_ledger', which: ledger ?? 'latest' }
}

/** What is about to be signed. */
type Terms = { survey: Survey; sequence: () => bigint; fee: bigint }

/**
 * The last look before a signature: Pi's payment, shown not long ago and checked against the request and the settings of
 * now, and a close time that bounds the envelope. A payment that contradicts is held.
 */
export function nextSigningStep(situation: Situation, rules: Rules, terms: Terms): Step {
  const { work, memory, settings } = situation
  const { payout, paymentAgeMs } = work
  const { piId } = payout
  if (piId == null) return note(hold(payout, 'payment_identifier_differs', { because: 'no id' }))
  if (memory.payment == null && rules.isOutOfDate(paymentAgeMs))
    return { type: 'read_payment', piId }
  const payment = memory.payment ?? payout.lastPayment
  const reason =
    payment == null ? 'payment_not_found' : rules.contradiction(payment, payout, settings)
  if (reason != null) return note(hold(payout, reason, { payment: piId }))
  const foreign = foreignAmong(payment == null ? [] : [payment], work.deployment, rules)
  if (foreign.length > 0)
    return note(backOff(payout, settings, { because: 'deployment', audit: foreign }))
  const time = closeTimeFor(situation, terms.survey)
  return time == null ? readCloseTime(terms.survey) : signStep(situation, rules, { ...terms, time })
}

/** A row that was never checked is held. */
function signStep(
  { work, settings }: Situation,
  rules: Rules,
  { sequence, fee, time }: Terms & { time: LedgerTime },
): Step {
  const { piId, toAddress, amount } = work.payout
  if (piId == null || toAddress == null) {
    return note(hold(work.payout, 'payment_identifier_differs', { because: 'not checked' }))
  }
  const order: SigningOrder = {
    source: settings.wallet,
    sequence: sequence(),
    destination: toAddress,
    amount,
    memo: piId,
    fee,
    maxTime: rules.maxTime(boundFrom(work, time), settings),
    network: settings.network,
    closedAt: time.closedAt,
  }
  return { type: 'sign', order, signedLedger: time.sequence }
}

/** What bounds an envelope: the close time, unless the chain has said that it is too late by that. */
export function boundFrom({ payout, now }: Situation['work'], { closedAt }: LedgerTime) {
  return { closedAt, now, isTooLate: payout.submitCode === TOO_LATE }
}

/** The chain's own time is past the envelope's: Horizon is behind, or no ledger closed for long. */
export const TOO_LATE = 'tx_too_late'

/** The envelope that a signature makes of an order. */
export function envelopeOf(
  payout: Payout,
  { order, signedLedger }: Extract<Step, { type: 'sign' }>,
  { hash, xdr }: { hash: string; xdr: string },
): Envelope {
  const { source, sequence, maxTime, fee } = order
  return {
    hash,
    payoutId: payout.id,
    source,
    sequence,
    maxTime,
    fee,
    xdr,
    signedLedger,
    status: 'live',
    evidence: null,
  }
}

export function raisedFee(fee: bigint, { feeCap }: PayoutSettings): bigint {
  const doubled = fee * 2n
  return doubled < feeCap ? doubled : feeCap
}
