import type { Payment } from '@aloha-pi/contracts/platform'
import type { BookedTransaction, WalletTransaction } from '../model/payout.ts'
import type { LedgerTime, PiRefusal } from '../model/ports.ts'

/** A bump_sequence by another account's transaction: its paging token, and the books' sequence before it. */
export type Leap = { token: string; booked: bigint | null }

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
