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
