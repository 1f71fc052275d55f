import type { Payment } from '@aloha-pi/contracts/platform'
import type { BookedTransaction } from '../../model/payout.ts'
import { emptyChainMemory, type ChainMemory } from '../memory.ts'
import type { Step } from '../steps.ts'

/** How far an audit has come: first with the wallet's transactions, then with what is open at Pi. */
export type AuditMemory = ChainMemory & {
  transactions: TransactionsPhase
  /** Transactions that could not be identified now. */
  skipped: readonly string[]
  /** Those of them whose memo Pi says it does not know. */
  notFound: readonly string[]
  /** Whether Pi's key could read a payment of this wallet. */
  key: 'untried' | 'proven' | 'unproven'
  payments: PaymentsPhase
}

type TransactionsPhase =
  /** The oldest one that is neither identified nor skipped is looked up at Pi, by its memo. */
  | { phase: 'identify' }
  /** Pi has a payment with its memo: the payout of that is looked for in the database. */
  | { phase: 'find_owner'; transaction: BookedTransaction; payment: Payment }

export type PaymentsPhase =
  /** Pi's list was not read yet. `suspects`: payments that it need not show. */
  | { phase: 'list'; suspects: readonly Payment[] }
  /** Their payouts are looked for in the database. */
  | ({ phase: 'find_owners' } & Listed)
  /** Orphans are cancelled one by one. */
  | ({ phase: 'cancel' } & Sorted)

export type Listed = {
  open: readonly Payment[]
  /** Pi's list has payments with our correlation that cannot be read. */
  isUnreadable: boolean
}

export type Sorted = Listed & {
  /** Open payments that no payout will pay. */
  orphans: readonly Payment[]
  /** Open payments that may not be cancelled yet. Pi's list need not show them again. */
  left: readonly Payment[]
}

export type AuditStep = Step<AuditMemory>

/** `suspects`: payments that a refusal named, or that the last audit left. */
export function beginAudit(suspects: readonly Payment[]): AuditMemory {
  return {
    ...emptyChainMemory,
    transactions: { phase: 'identify' },
    skipped: [],
    notFound: [],
    key: 'untried',
    payments: { phase: 'list', suspects },
  }
}
