import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import type {
  AccountSnapshot,
  LedgerTime,
  SigningOrder,
  TransactionPage,
} from '../../src/payouts/model/ports.ts'

/** What core and Horizon say to a transaction: at once, or when it is in a ledger. */
export type Admission =
  | { kind: 'queued' }
  | { kind: 'refused'; code: string; operations: string[] }
  /** Horizon says nothing about it for 30 s. */
  | { kind: 'silent' }

/** One wallet's chain, as core and Horizon show it. */
export type SimChain = {
  admit(hash: string): Admission
  sign(order: SigningOrder): { hash: string; xdr: string }
  /** As a replica that is so many milliseconds behind sees it. */
  account(lagMs: number): AccountSnapshot
  ledger(which: number | 'latest', lagMs: number): LedgerTime | undefined
  /** `holes`: how likely the page leaves one out. */
  transactions(cursor: string | null, lagMs: number, holes: number): TransactionPage
  /** What the list has after a cursor: pages, and bumps of the wallet's sequence by other accounts. */
  unread(cursor: string | null): { pages: number; leaps: number }
  transaction(hash: string, lagMs: number): WalletTransaction | undefined
  /** The order behind a hash that someone sent. */
  orderOf(hash: string): SigningOrder | undefined
  /** The sequence of an order is free, and its time is not over. */
  mayApply(order: SigningOrder): boolean
  /** All transactions of the wallet, in order. */
  history(): readonly WalletTransaction[]
  /** A transaction of another account: a payment to the wallet, or a bump of its sequence that its owner signed. */
  touchWallet(isBump: boolean): void
  /** Its owner pays money into the wallet. */
  fund(amount: bigint): void
  /** Another user of the same wallet. */
  useWallet(how: 'payment' | 'bump', memo: string | null): void
  balance(): bigint
  /** How long a ledger takes on average. */
  intervalMs: number
  /** The next sequence of another account that lends its sequence to the wallet: only a mutant signs with it. */
  nextOfChannel(channel: number): bigint
  start: { balance: bigint; sequence: bigint }
  foreignSpent(): bigint
  feesPaid(): bigint
}
