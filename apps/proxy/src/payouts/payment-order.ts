import type { Envelope, Payout } from './payout.ts'
import type { SigningOrder } from './ports.ts'
import type { LedgerTime } from './ports.ts'
import type { Situation } from './rules.ts'
import { note, type Step, type Survey } from './steps.ts'
import type { Rules } from './rules.ts'
import type { PayoutSettings } from './settings.ts'
import { hold } from './moves.ts'

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

/** Signs what was checked when the payment was adopted; a row without it is held. */
export function signStep(
  { work, settings }: Situation,
  rules: Rules,
  { sequence, fee, time }: { sequence: bigint; fee: bigint; time: LedgerTime },
): Step {
  const { piId, toAddress, amount } = work.payout
  if (piId == null || toAddress == null) {
    return note(hold(work.payout, 'payment_identifier_differs', { because: 'not checked' }))
  }
  const order: SigningOrder = {
    source: settings.wallet,
    sequence,
    destination: toAddress,
    amount,
    memo: piId,
    fee,
    maxTime: rules.maxTime(time.closedAt, settings),
    network: settings.network,
    closedAt: time.closedAt,
  }
  return { type: 'sign', order, signedLedger: time.sequence }
}

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
