import type { StepResponse } from './step-response.ts'
import { closeTimeFor, readCloseTime } from './chain/close-time.ts'
import type { Envelope, Payout } from '../model/payout.ts'
import type { LedgerTime, SigningOrder } from '../model/ports.ts'
import type { Situation } from './situation.ts'
import type { Survey } from './memory.ts'
import { absorbed, note, type Absorbed, type Step } from './steps.ts'
import type { Rules } from './rules.ts'
import { foreignAmong } from './foreign-payments.ts'
import { alarm, hold, move } from './moves.ts'
import { backOff } from './back-off.ts'

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

/** What the signer said. */
export function absorbSignature(
  situation: Situation,
  { step, outcome }: Extract<StepResponse, { to: 'sign' }>,
): Absorbed {
  return outcome.type === 'signed'
    ? absorbSigned(situation, step, outcome)
    : signRefused(situation, outcome.reason)
}

type SignStep = Extract<Step, { type: 'sign' }>

/** The signer has its own clock. Where it finds a bound too far ahead, one of the clocks is wrong: nothing is lost. */
function signRefused({ work, settings }: Situation, reason: string): Absorbed {
  const { payout } = work
  if (reason === 'maxTime' && payout.submitCode === TOO_LATE) {
    const detail = 'the clocks of the proxy and of the database differ, or Horizon is behind'
    const alarms = [alarm('horizon_late', null, detail)]
    return backOff(payout, settings, { because: 'ledger', alarms })
  }
  return hold(payout, 'signer_refused', { reason })
}

/** R1: the envelope is committed, with the state, before it leaves the process. */
function absorbSigned(
  { work, memory }: Situation,
  step: SignStep,
  signature: { hash: string; xdr: string },
): Absorbed {
  const { payout } = work
  const { sequence, maxTime, fee } = step.order
  const evidence = {
    hash: signature.hash,
    sequence: sequence.toString(),
    max_time: maxTime,
    fee: fee.toString(),
    wallet_sequence: memory.survey?.sequence.toString() ?? null,
    ledger: memory.survey?.ledger ?? null,
  }
  return absorbed({
    changes: [
      move(payout, 'signed', { submitCode: null, expiryReads: 0 }, evidence),
      { type: 'add_envelope', envelope: envelopeOf(payout, step, signature) },
    ],
    memory: { survey: null, ledgerTime: null },
  })
}

/** The envelope that a signature makes of an order. */
function envelopeOf(
  payout: Payout,
  { order, signedLedger }: SignStep,
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
