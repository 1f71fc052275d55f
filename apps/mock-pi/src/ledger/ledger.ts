import type { Network } from '@aloha-pi/contracts/wire'
import type { Clock } from '../clock/clock.ts'
import type { SavedLedger } from '../saved/saved-ledger.ts'
import type { ClaimableBalance } from './claimable-balance.ts'
import type { Asset, Envelope, IssuedAsset, Operation, Signer } from './envelope.ts'
import type { Outcome, Outcomes } from './outcome.ts'
import type { TransactionResult } from './transaction-result.ts'

/** What an account holds of an issued asset, and takes at most: a trustline. Units of 0.0000001. */
export type Holding = {
  asset: IssuedAsset
  balance: bigint
  limit: bigint
  /** Bits of core's TrustLineFlags: 1 authorised, 4 the issuer may claw it back. */
  flags: number
  lastModifiedLedger: number
}

/** Weights that signatures need, and that of the account's own key. */
export type Thresholds = { master: number; low: number; medium: number; high: number }

/** An account at one ledger; balance in stroops. */
export type Account = {
  address: string
  balance: bigint
  holdings: readonly Holding[]
  /** Keys that sign besides the account's own. */
  signers: readonly Signer[]
  thresholds: Thresholds
  /** Bits of core's AccountFlags. */
  flags: number
  homeDomain: string
  /** Reserves that it pays for entries without an owner. */
  numSponsoring: number
  sequence: bigint
  /** Ledger and time (ms) in which the sequence last moved; 0 before that. */
  sequenceLedger: number
  sequenceTime: number
  lastModifiedLedger: number
  lastModifiedAt: number
}

/** A closed ledger. `closedAt` is in ms and falls on a whole second; totals are stroops. */
export type LedgerHeader = {
  sequence: number
  closedAt: number
  hash: string
  previousHash: string
  successfulTransactions: number
  failedTransactions: number
  /** Operations of successful transactions, and of all. */
  operations: number
  allOperations: number
  totalCoins: bigint
  feePool: bigint
}

/** A transaction in a ledger, applied or failed. */
export type LedgerTransaction = {
  envelope: Envelope
  successful: boolean
  result: TransactionResult
  resultXdr: string
  /** Stroops. */
  feeCharged: bigint
  /** What its operations did, where that is not in the envelope; none of a transaction that failed. */
  outcomes: Outcomes
  ledger: number
  /** Place in its ledger, from 1. */
  index: number
  /** Instant (ms) in which its ledger closed, and the whole second that the chain shows for it. */
  sealedAt: number
  closedAt: number
}

/** One operation of a transaction in a ledger; `index` from 1. `id` is Horizon's total order id. */
export type LedgerOperation = {
  id: bigint
  index: number
  operation: Operation
  outcome: Outcome | undefined
  transaction: LedgerTransaction
}

/**
 * Which transactions or operations are asked for: those that an account takes part in, that made or paid out a
 * claimable balance, or one ledger's.
 */
export type HistoryQuery = {
  account?: string
  balance?: string
  ledger?: number
  includeFailed: boolean
}
/** Which claimable balances are asked for. */
export type BalanceQuery = { asset?: Asset; sponsor?: string; claimant?: string }
/** Records after `cursor` (a total order id, exclusive) in the order asked for. */
export type Page = { cursor?: bigint | undefined; order: 'asc' | 'desc'; limit: number }

/** The ledger as it stood when its newest ledger had closed. */
export type LedgerView = {
  latest(): LedgerHeader
  /** Oldest ledger whose history is kept. */
  elder(): number
  header(sequence: number): LedgerHeader | undefined
  /** Paged by ledger: the cursor is `sequence << 32`. */
  headers(page: Page): LedgerHeader[]
  account(address: string): Account | undefined
  /** Whether there is or was an asset besides Pi. */
  hasIssued(): boolean
  claimableBalance(id: string): ClaimableBalance | undefined
  /** By ledger and id, oldest first. */
  claimableBalances(query: BalanceQuery): ClaimableBalance[]
  /** Whether history has an operation that made or paid out the balance. */
  knowsBalance(id: string): boolean
  transaction(hash: string): LedgerTransaction | undefined
  transactions(query: HistoryQuery, page: Page): LedgerTransaction[]
  /** With `paymentsOnly`, those that move Pi: payment and create_account. */
  operations(
    query: HistoryQuery & { transaction?: string; paymentsOnly: boolean },
    page: Page,
  ): LedgerOperation[]
}

/** What the network says when a transaction arrives. */
export type Admission =
  | { kind: 'pending' | 'duplicate' }
  /** The source has another one waiting, or this envelope was dropped or applied a short while ago. */
  | { kind: 'try_again_later'; why: 'source_is_waiting' | 'banned' }
  | { kind: 'refused'; result: TransactionResult; resultXdr: string }

export type Inclusion =
  | { ok: true; transaction: LedgerTransaction }
  | { ok: false; result: TransactionResult; resultXdr: string }

/** How ledgers close: every so many ms of the clock, at once with each transaction, or on request. */
export type LedgerClose = number | 'instant' | 'by-hand'

/** Switches, read again at every call. */
export type LedgerSettings = {
  ledger_close: LedgerClose
  /** `none`: ledgers close empty, and what waits grows old. */
  ledger_inclusion: 'all' | 'none'
}

/** All Pi there is: with accounts, in claimable balances, and paid as fees; and how many entries hold it. */
export type LedgerTotals = {
  supply: bigint
  balances: bigint
  claimable: bigint
  feePool: bigint
  accounts: number
  claimableBalances: number
}

/** The Pi blockchain: pure but for the clock, which it asks for the time. Every call first closes what is due. */
export type Ledger = {
  readonly network: Network
  /** A transaction arrives: it waits for a ledger, or is refused. It changes no balance yet. */
  receive(envelope: Envelope): Admission
  /** Closes a ledger now, with everything that waits. */
  close(): LedgerHeader
  /**
   * Closes a ledger now with only this transaction; what waits goes on waiting and grows no older. `signer`: the address
   * whose wallet has just signed it, so that its first signature is not verified.
   */
  include(envelope: Envelope, signer?: string): Inclusion
  /** Gives a new account its opening balance from the faucet, without a transaction. */
  open(address: string, balance: bigint): void
  /** Sets the balance of an account that is there, from or to the faucet, without a transaction. */
  setBalance(address: string, balance: bigint): void
  /** Lets an account hold an asset, without a transaction; one that holds it already stays as it is. */
  trust(address: string, asset: IssuedAsset): void
  /** Whether one more account may be made. */
  hasRoom(): boolean
  /** Whether one more trustline or signer may be made. */
  hasSubentryRoom(): boolean
  /** How many more ledgers can close. */
  ledgersLeft(): number
  /** The newest ledger if the clock were moved on to an instant (ms). */
  newestAt(instant: number): number
  /** The newest ledger, or the state `lag` ledgers ago. */
  view(lag?: number): LedgerView
  /** Envelopes that wait, oldest first. */
  waiting(): Envelope[]
  /** Ms of the clock until the next ledger closes by itself; null when none will. */
  nextCloseIn(): number | null
  /** Calls the listener whenever ledgers closed; returns the unsubscribe function. */
  onClose(listener: () => void): () => void
  /** Σ balances + claimable + feePool = supply, always. */
  totals(): LedgerTotals
  /** The same chain, which goes on by itself in a world with this clock and these settings. */
  copy(world: { clock: Pick<Clock, 'now'>; settings: () => LedgerSettings }): Ledger
  /** Closes what is due, and returns everything as plain data. */
  saved(): SavedLedger
}
