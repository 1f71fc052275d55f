import type { Payment } from '@aloha-pi/contracts/platform'
import type { Leap } from './chain/books.ts'
import type { BookedTransaction, Envelope, Payout, WalletTransaction } from '../model/payout.ts'
import type {
  AccountSnapshot,
  Alarm,
  ChainResult,
  LedgerTime,
  NewPayment,
  OpenPayments,
  PiRefusal,
  PiResult,
  SigningOrder,
  SubmitResult,
  TransactionPage,
  Unknown,
} from '../model/ports.ts'
import type { Change } from '../model/changes.ts'

/** What to do next, as data. All but `note` is one call, or calls in parallel. */
export type Step =
  /** The wallet, its transactions since the cursor, and the hashes given. */
  | { type: 'survey'; cursor: string | null; hashes: readonly string[] }
  | { type: 'read_ledger'; which: number | 'latest' }
  | { type: 'create'; payment: NewPayment }
  | { type: 'list_open' }
  | { type: 'read_payment'; piId: string }
  /** Whose the memo of a wallet transaction is. */
  | { type: 'identify'; transaction: BookedTransaction; piId: string }
  /** The payouts that payments at Pi name, by id and by request hash. */
  | { type: 'trace'; ids: readonly string[]; requestHashes: readonly string[] }
  /** Reads a payment that Pi has shown before: a key that cannot is not that of the wallet's app. */
  | { type: 'prove_key'; piId: string }
  | { type: 'sign'; order: SigningOrder; signedLedger: number }
  | { type: 'submit'; envelope: Envelope }
  | { type: 'complete'; piId: string; txid: string }
  | { type: 'cancel'; piId: string }
  /** Nothing to call: these changes follow from what is known. */
  | { type: 'note'; absorbed: Absorbed }

/** What a step came to. */
export type Outcome =
  | {
      type: 'survey'
      account: ChainResult<AccountSnapshot>
      page: ChainResult<TransactionPage>
      found: ChainResult<WalletTransaction>[]
    }
  | { type: 'read_ledger'; ledger: ChainResult<LedgerTime> }
  | { type: 'payment'; result: PiResult<Payment> }
  | { type: 'open'; result: PiResult<OpenPayments> }
  | { type: 'traced'; payouts: readonly Payout[] }
  | { type: 'signed'; hash: string; xdr: string }
  | { type: 'sign_refused'; reason: string }
  | { type: 'submitted'; result: SubmitResult }
  | { type: 'none' }

/** The wallet as a visit knows it. */
export type Survey = {
  sequence: bigint
  available: bigint
  ledger: number | null
  /** Newest ledger that was read before this survey: bounds its age from below without `Latest-Ledger`. */
  before: LedgerTime | null
  /** What became of the hashes asked for. */
  found: WalletTransaction[]
  absent: number
}

/** What a visit learned and nobody else needs to know: lost with the process, learned again. */
export type Memory = {
  survey: Survey | null
  /** Where the list of the wallet's transactions goes on, while it is read page by page. */
  pageCursor: string | null
  /** A leap in that list, and how many reads in a row agreed about it. */
  leap: (Leap & { reads: number }) | null
  ledgerTime: LedgerTime | null
  /** This visit moved the payout to `creating`: nothing was sent before. */
  isFresh: boolean
  isSubmitted: boolean
  /** Open payments at Pi, as far as this visit knows; and whether Pi was asked for its list. */
  isListed: boolean
  open: readonly Payment[] | null
  /** Audit: Pi's list has payments with our correlation that cannot be read. */
  isUnreadable: boolean
  /** The payout's payment as Pi shows it now. */
  payment: Payment | null
  /** Pi's answer left it open whose transaction it knows: read the payment. */
  mustRead: boolean
  /** Audit: transactions that could not be identified now. */
  skipped: readonly string[]
  /** Audit: those of them whose memo Pi says it does not know. */
  notFound: readonly string[]
  /** Pi's refusal for good, until its key is proven. */
  refusal: PiRefusal | null
  /** Audit: whether Pi's key could read a known payment; null: not tried. */
  isKeyProven: boolean | null
  /** Audit: a payment that a wallet transaction's memo led to. */
  identified: { transaction: BookedTransaction; payment: Payment } | null
  /** Audit: open payments that nobody will pay. Null before they were sorted out. */
  orphans: readonly Payment[] | null
  /** Audit: open payments that may not be cancelled yet. Pi's list need not show them again. */
  left: readonly Payment[]
}

export const emptyMemory: Memory = {
  survey: null,
  pageCursor: null,
  leap: null,
  ledgerTime: null,
  isFresh: false,
  isSubmitted: false,
  isListed: false,
  open: null,
  isUnreadable: false,
  payment: null,
  mustRead: false,
  skipped: [],
  notFound: [],
  refusal: null,
  isKeyProven: null,
  identified: null,
  orphans: null,
  left: [],
}

/** What follows from an outcome. */
export type Absorbed = {
  changes: readonly Change[]
  memory: Partial<Memory>
  alarms: readonly Alarm[]
  /** The visit is over. */
  isOver: boolean
  /** The audit should run before the next visit; with payments that it would not see in Pi's list. */
  audit: readonly Payment[] | null
}

export function absorbed(parts: Partial<Absorbed>): Absorbed {
  return { changes: [], memory: {}, alarms: [], isOver: false, audit: null, ...parts }
}

/** A step without a call. */
export function note(parts: Partial<Absorbed>): Step {
  return { type: 'note', absorbed: absorbed(parts) }
}

export function isUnknown(result: { kind: string }): result is Unknown {
  return result.kind === 'unknown'
}
