import type { Payment } from '@aloha-pi/contracts/platform'
import type { WalletTransaction } from '../model/payout.ts'
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

/** What a visit learned of the chain. */
export type ChainMemory = {
  survey: Survey | null
  /** Where the list of the wallet's transactions goes on, while it is read page by page. */
  pageCursor: string | null
  /** A leap in that list, and how many reads in a row agreed about it. */
  leap: (Leap & { reads: number }) | null
  ledgerTime: LedgerTime | null
}

export const emptyChainMemory: ChainMemory = {
  survey: null,
  pageCursor: null,
  leap: null,
  ledgerTime: null,
}

/** What a visit to a payout learned and only this visit needs: lost with the process, learned again. */
export type Memory = ChainMemory & {
  /** This visit moved the payout to `creating`: nothing was sent before. */
  isFresh: boolean
  /** Open payments at Pi; null: Pi was not asked. */
  open: readonly Payment[] | null
  /** The payout's payment as Pi shows it now. */
  payment: Payment | null
  /** Pi's response left it open whose transaction it knows: read the payment. */
  mustRead: boolean
  /** Pi's refusal for good, until its key is proven. */
  refusal: PiRefusal | null
}

export const emptyMemory: Memory = {
  ...emptyChainMemory,
  isFresh: false,
  open: null,
  payment: null,
  mustRead: false,
  refusal: null,
}
