import type { Situation } from './situation.ts'
import type { Payment } from '@aloha-pi/contracts/platform'
import { highest, isUnused, reaches, type IsCovered } from './chain/books.ts'
import { contradiction, fieldsOf, isPaidBy, isPaymentLike } from './check-payment.ts'
import { correlationOf, isNamedBy, isOfDeployment, type Correlation } from '../model/correlation.ts'
import { envelopeVerdict, type Verdict } from './chain/envelope-verdict.ts'
import type {
  BookedTransaction,
  Envelope,
  HeldReason,
  Payout,
  WalletTransaction,
} from '../model/payout.ts'
import type { MoveFields } from '../model/changes.ts'
import { MAX_UNMATCHED, type Deployment, type Lane, type Work } from '../model/work.ts'
import { refusalClass } from './refusal-classes.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Survey } from './memory.ts'

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
  isCovered: IsCovered
  /** R4: the transaction in the books that paid this payout. */
  paidBy(work: Work): BookedTransaction | undefined
  /** R5: what is proved about the live envelopes. */
  verdict(situation: Situation & { survey: Survey }): Verdict
  /** R6: whether `cancelled` and `failed` may be said as far as the chain is concerned. */
  mayRefuse(situation: Situation): boolean
  /** R7: whether an open payment at Pi is this payout's. */
  isMine(payment: Payment, payout: Payout, deployment: Deployment): boolean
  /**
   * R10: the last second in which an envelope may apply: counted from a close time, or from `now` where the ledgers
   * that Horizon shows are so old that the chain finds it too late.
   */
  maxTime(
    at: { closedAt: number; now: number; isTooLate: boolean },
    settings: PayoutSettings,
  ): number
  /** Whether a refusal is final at once, or only once the key has read a payment of this wallet. */
  mustProveKey(work: Work): boolean
  /** Whose a payment is; undefined when it is not ours. */
  correlationOf(payment: Payment): Correlation | undefined
  /** P11: in what Pi's payment contradicts the request. */
  contradiction(payment: Payment, payout: Payout, settings: PayoutSettings): HeldReason | undefined
  /** What is kept of a payment that was checked: what is signed. */
  fieldsOf(payment: Payment): MoveFields
  /** Whether Pi must show the payment again before something is signed for it. */
  isOutOfDate(paymentAgeMs: number | null): boolean
  /** Whether Pi says that this payout is finished with this transaction. */
  isCompletedWith(payment: Payment, txid: string | null): boolean
  /** Whether a transaction in the books pays what the payout asked for. */
  isPaymentOf(transaction: WalletTransaction, payout: Payout): boolean
  /** Whether a wallet transaction can be a payout's at all, by its form. */
  isPaymentLike(transaction: WalletTransaction): boolean
  /** Whether Pi's payment with the id of the memo is what the transaction paid. */
  isPaidBy(payment: Payment, transaction: WalletTransaction): boolean
  /** R5: whether an unidentified transaction may have paid this payout (null: any). */
  mayHavePaid(transaction: BookedTransaction, payout: Payout | null): boolean
  /** R5: whether Pi's "not found" for a memo proves that the transaction is not a payout: nothing that is absent proves anything. */
  isProvenForeign(lane: Lane): boolean
  /** R5: whether Pi's "not found" for a memo counts for anything: its key has read a payment of this wallet. */
  isDenial(isKeyProven: boolean): boolean
  /** Whether a payment was made by another deployment: the lane stops. */
  isForeign(correlation: Correlation, deployment: Deployment): boolean
  /** Whether a payout that the database does not know may be its own, which it lost. Else the lane stops. */
  mayHaveLost(lane: Lane): boolean
  /** Whether payments of payouts that the database does not know may be cancelled. */
  mayCancelUnknown(lane: Lane): boolean
  /** Whether a payout that ended without money is `paid` all the same when the chain shows its transaction. */
  isRepaired(state: Payout['state']): boolean
  /** What the audit should look at after a payment kept Pi from creating one. */
  suspectsOf(payment: Payment | null): readonly Payment[]
  /** What Pi's refusal of a call means for the payout. */
  refusalClass: typeof refusalClass
  /** Whether the wallet can pay an amount with its fee: looked at before each signature. */
  canPay(survey: Pick<Survey, 'available'>, amount: bigint, fee: bigint): boolean
  /** Whether our transaction failed only because the wallet lacked the money. */
  isForMoney(code: string | null): boolean
  /** Whether the wallet never sent anything, so that nothing can have been forgotten. */
  isUnused(lane: Lane, survey: Survey, open: readonly Payment[]): boolean
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

  mayRefuse: ({ work, memory }) =>
    work.lane.quarantineLeftMs <= 0 &&
    work.envelopes.every(({ status }) => status !== 'live' && status !== 'applied') &&
    memory.survey != null &&
    rules.isBooked(work, memory.survey) &&
    rules.paidBy(work) == null,

  isMine(payment, payout, deployment) {
    const correlation = correlationOf(payment)
    if (correlation == null || !isNamedBy(correlation, payout)) return false
    return isOfDeployment(correlation, deployment)
  },

  maxTime({ closedAt, now, isTooLate }, { timeBoundSeconds }) {
    const latest = Math.min(Math.floor(now), closedAt + MAX_LATE_SECONDS)
    return (isTooLate ? Math.max(closedAt, latest) : closedAt) + timeBoundSeconds
  },

  mustProveKey: ({ knownPayment, lane }) => knownPayment != null || lane.quarantineLeftMs > 0,

  correlationOf,
  contradiction,
  fieldsOf,

  isOutOfDate: (paymentAgeMs) => paymentAgeMs == null || paymentAgeMs > PAYMENT_FRESH_MS,

  isCompletedWith: ({ status, transaction }, txid) =>
    status.developer_completed && txid != null && transaction?.txid === txid,

  isPaymentOf({ memo, payment }, { amount, piId, toAddress }) {
    const isRecipient = toAddress == null || piId !== memo || payment?.destination === toAddress
    return payment?.amount === amount && isRecipient
  },

  isPaymentLike,
  isPaidBy,

  mayHavePaid: ({ isDenied, payment }, payout) =>
    !isDenied || payout == null || payment?.amount === payout.amount,

  isProvenForeign: () => false,

  isDenial: (isKeyProven) => isKeyProven,

  isForeign: (correlation, deployment) => !isOfDeployment(correlation, deployment),

  mayHaveLost: ({ quarantineLeftMs, isAdopting }) => quarantineLeftMs > 0 || isAdopting,

  mayCancelUnknown: ({ quarantineLeftMs, isAdopting }) => quarantineLeftMs <= 0 && isAdopting,

  isRepaired: (state) => state === 'cancelled' || state === 'failed',

  suspectsOf: (payment) => (payment == null ? [] : [payment]),

  refusalClass,

  canPay: ({ available }, amount, fee) => available >= amount + fee,

  isForMoney: (code) => code === 'op_underfunded' || code === 'tx_insufficient_balance',

  isUnused: ({ bookedSequence }, { sequence }, open) =>
    bookedSequence == null &&
    isUnused(sequence) &&
    open.every((payment) => correlationOf(payment) == null),
}

/** No clock of this process is trusted to be further ahead of the newest ledger. */
const MAX_LATE_SECONDS = 3_600

/** A user may change the wallet, Pi or its support may close a payment: older than this, it is read before a signature. */
const PAYMENT_FRESH_MS = 60_000

/** The work with only those unmatched transactions that may have paid its payout. */
export function withDoubts<Some extends Work>(work: Some, { mayHavePaid }: Rules): Some {
  const { unmatched, payout } = work
  if (unmatched.length === 0 || unmatched.length >= MAX_UNMATCHED) return work
  return { ...work, unmatched: unmatched.filter((each) => mayHavePaid(each, payout)) }
}
