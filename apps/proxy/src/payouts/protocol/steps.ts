import type { Payment } from '@aloha-pi/contracts/platform'
import type { Memory } from './memory.ts'
import type { BookedTransaction, Envelope, Payout, WalletTransaction } from '../model/payout.ts'
import type {
  AccountSnapshot,
  Alarm,
  ChainResult,
  LedgerTime,
  NewPayment,
  OpenPayments,
  PiResult,
  SigningOrder,
  SubmitResult,
  TransactionPage,
  Unknown,
} from '../model/ports.ts'
import type { Change } from '../model/changes.ts'

/** One call, or calls in parallel, as data. */
type Call =
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
type Note<Learned> = { type: 'note'; absorbed: Absorbed<Learned> }

/** What to do next. `Learned`: the memory of the visit, of a payout or of the audit. */
export type Step<Learned = Memory> = Call | Note<Learned>

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

/** What follows from an outcome. */
export type Absorbed<Learned = Memory> = {
  changes: readonly Change[]
  memory: Partial<Learned>
  alarms: readonly Alarm[]
  /** The visit is over. */
  isOver: boolean
  /** The audit should run before the next visit; with payments that it would not see in Pi's list. */
  audit: readonly Payment[] | null
}

export function absorbed<Learned = Memory>(
  parts: Partial<Absorbed<NoInfer<Learned>>>,
): Absorbed<Learned> {
  return { changes: [], memory: {}, alarms: [], isOver: false, audit: null, ...parts }
}

/** A step without a call. */
export function note<Learned = Memory>(parts: Partial<Absorbed<NoInfer<Learned>>>): Note<Learned> {
  return { type: 'note', absorbed: absorbed<Learned>(parts) }
}

export function isUnknown(result: { kind: string }): result is Unknown {
  return result.kind === 'unknown'
}
