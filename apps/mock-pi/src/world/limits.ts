import type { JournalLimits } from '../journal/kept-exchanges.ts'
import type { PaymentLimits } from '../payments/payment-store.ts'

type PartLimits = PaymentLimits & JournalLimits

/** How much a world keeps, so that a mock that runs for weeks does not grow for weeks. */
export type Limits = PartLimits & {
  /** Transactions and ledgers with any in them; older ones are forgotten. */
  history: number
  /** Access tokens; beyond it the oldest is unknown. */
  tokens: number
  ads: number
  /** Calls and callbacks of the browser SDK that pages reported. */
  sdkReports: number
  /** Users of an app whose notifications are counted. */
  notifiedUsers: number
  /** Beyond these two none is made. */
  apps: number
  users: number
  /** What users allow apps, of all users together; beyond it no user allows another app anything. */
  grants: number
  /** Accounts on the ledger, of wallets and of others; beyond it none is made. */
  accounts: number
  /** Requests that wait for a change at the same time; beyond it none may wait. */
  waiting: number
  /** Rules for faults, and payments whose metadata orders faults; beyond it no rule is added, and the oldest orders are forgotten. */
  faults: number
  /** Requests that a fault keeps waiting at the same time; beyond it one gets 503 at once. */
  held: number
  /** Requests that were refused or met a fault, to explain them. */
  refusals: number
  /** Event streams of the chain that are open at a time; beyond it none is opened. */
  streams: number
  /** Event streams of the control API that are open at a time; beyond it none is opened. */
  eventStreams: number
  /** Trustlines and signers of all accounts together; beyond it none is made. */
  subentries: number
  /** Bytes of a snapshot that is sent to be restored. */
  snapshotBytes: number
  /** Worlds of the mock, with the default one; beyond it none is made. */
  worlds: number
  /** Claimable balances that wait on the ledger; beyond it none is made. */
  claimableBalances: number
}

export const DEFAULT_LIMITS: Limits = {
  settledPayments: 100_000,
  openPayments: 10_000,
  paymentText: 100_000_000,
  history: 100_000,
  tokens: 100_000,
  ads: 100_000,
  sdkReports: 1_000,
  notifiedUsers: 100_000,
  apps: 1_000,
  users: 10_000,
  grants: 100_000,
  accounts: 100_000,
  waiting: 200,
  faults: 1_000,
  held: 200,
  refusals: 1_000,
  streams: 200,
  eventStreams: 200,
  journal: 1_000,
  journalBytes: 64_000_000,
  snapshotBytes: 64_000_000,
  worlds: 100,
  subentries: 100_000,
  claimableBalances: 100_000,
}
