import type { Network } from '@aloha-pi/contracts/platform'
import type { Wallet } from './wallet.ts'

/** A payment that the owner of a wallet wants on the chain. Amounts are stroops. */
export type PaymentOrder = {
  from: Wallet
  to: string
  amount: bigint
  memo: string
  network: Network
}

/** A signed transaction: its hash is known before it is submitted. */
export type SignedTransaction = {
  hash: string
  signature: string
  order: PaymentOrder
  sequence: bigint
}

/** A transaction in a ledger. */
export type LedgerTransaction = {
  hash: string
  signature: string
  sourceAccount: string
  sequence: bigint
  memo: string
  /** Fee in stroops. */
  fee: bigint
  ledger: number
  /** Place in its ledger, from 1. */
  index: number
  closedAt: number
}

export type LedgerHeader = { sequence: number; closedAt: number }

/** The Pi blockchain as far as payments need it. */
export type Ledger = {
  /** Builds and signs the next transaction of the wallet; nothing is on the chain yet. */
  sign(order: PaymentOrder): SignedTransaction
  /** Puts a signed transaction into the ledger that is closing. */
  submit(signed: SignedTransaction): LedgerTransaction
  find(hash: string): LedgerTransaction | undefined
  latest(): LedgerHeader
}
