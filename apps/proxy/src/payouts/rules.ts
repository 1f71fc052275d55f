import type { Payment } from '@aloha-pi/contracts/platform'
import { highest, reaches } from './books.ts'
import { correlationOf } from './correlation.ts'
import { envelopeVerdict, type Verdict } from './envelope-verdict.ts'
import type { BookedTransaction, Envelope, Payout } from './payout.ts'
import type { Work } from './payout-store.ts'
import type { AccountSnapshot } from './ports.ts'
import type { PayoutSettings } from './settings.ts'
import type { Memory, Survey } from './steps.ts'

/** A payout in work, and what this visit learned. */
export type Situation = {
  work: Work & { payout: Payout }
  memory: Memory
  settings: PayoutSettings
}

/**
 * The decisions that safety and truth rest on, one function each. The simulator replaces one at a time and must
 * see it fail, or survive where another layer does the same.
 */
export type Rules = {
  /** R2: the sequence of an envelope that replaces a live one. */
  replacementSequence(newest: Envelope, situation: Situation): bigint
  /** R3: the sequence of a new generation. */
  nextSequence(situation: Situation & { survey: Survey }): bigint
  /** R4: every transaction up to the wallet's sequence is booked and identified. */
  isBooked(work: Work, survey: Survey): boolean
  /** R4: the books hold all that the wallet sent up to a ledger: what others sent there may be passed over. */
  isCovered(wallet: AccountSnapshot, ledger: number, bookedSequence: bigint | null): boolean
  /** R4: the transaction in the books that paid this payout. */
  paidBy(work: Work): BookedTransaction | undefined
  /** R5: what is proved about the live envelopes. */
  verdict(situation: Situation & { survey: Survey }): Verdict
  /** R6: whether `cancelled` and `failed` may be said as far as the chain is concerned. */
  mayAnswerNo(situation: Situation): boolean
  /** R7: whether an open payment at Pi is this payout's. */
  isMine(payment: Payment, payout: Payout): boolean
  /** R10: the last second in which an envelope may apply. */
  maxTime(closedAt: number, settings: PayoutSettings): number
}

export const rules: Rules = {
  replacementSequence: (newest) => newest.sequence,

  // A sequence that the books know is as good as the snapshot's: both were the wallet's at some ledger.
  nextSequence: ({ work, survey }) => highest(survey.sequence, work.lane.bookedSequence ?? 0n) + 1n,

  isBooked: ({ lane, unmatched }, survey) =>
    unmatched.length === 0 && reaches(lane.bookedSequence, survey.sequence),

  // Up to the snapshot's ledger the wallet had used no sequence above the snapshot's (C1, C5), and books have no gaps.
  isCovered: (wallet, ledger, bookedSequence) =>
    ledger <= (wallet.ledger ?? wallet.modifiedLedger ?? 0) &&
    reaches(bookedSequence, wallet.sequence),

  paidBy: ({ booked }) => booked.find(({ successful }) => successful),

  verdict: envelopeVerdict,

  mayAnswerNo: ({ work, memory }) =>
    work.lane.quarantineLeftMs <= 0 &&
    work.envelopes.every(({ status }) => status !== 'live' && status !== 'applied') &&
    memory.survey != null &&
    rules.isBooked(work, memory.survey) &&
    rules.paidBy(work) == null,

  isMine: (payment, payout) => correlationOf(payment)?.p === payout.id,

  maxTime: (closedAt, { timeBoundSeconds }) => closedAt + timeBoundSeconds,
}
