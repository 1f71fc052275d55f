import type { Payment } from '@aloha-pi/contracts/platform'
import type { HeldReason, WalletTransaction } from './payout.ts'

/**
 * Why a call brought nothing that can be used; a write may have taken effect all the same. `timeout`: no complete
 * respond in time. `unreachable`: the connection failed or broke. `unusable`: a response that is not one of the API.
 * `unauthorized`: a 401 that says nothing more, or nothing but that the key is refused. `busy`: too many calls.
 */
export type UnknownCause = 'timeout' | 'unreachable' | 'unusable' | 'unauthorized' | 'busy'
export type Unknown = {
  kind: 'unknown'
  cause: UnknownCause
  /** From `Retry-After`; null without one. */
  retryAfterMs: number | null
}

/** Pi's word for no: a 4xx with a code of Pi's. A 429, and a response without a code, is `unknown`. */
export type PiRefusal = {
  kind: 'refused'
  status: number
  code: string
  payment: Payment | null
  verificationError: string | null
}
export type PiResult<Value> = { kind: 'ok'; value: Value } | PiRefusal | Unknown

export type NewPayment = {
  uid: string
  amount: bigint
  memo: string
  metadata: Record<string, unknown>
}

/** The request of a client for which Pi is called; its signal ends the call. */
export type PiCall = { requestId: string; signal?: AbortSignal }

/** Pi as requests of clients need it: any 4xx with a code of Pi's but a 429 is a refusal. */
export type PiForRequests = {
  get(piId: string, call: PiCall): Promise<PiResult<Payment>>
  approve(piId: string, call: PiCall): Promise<PiResult<Payment>>
  complete(piId: string, txid: string, call: PiCall): Promise<PiResult<Payment>>
  cancel(piId: string, call: PiCall): Promise<PiResult<Payment>>
}

/**
 * Pi as payouts need it: a 408, and a 401 against the key of this proxy, is `unknown` whatever its code, because it
 * says nothing about a payment.
 */
export type PiPayments = {
  create(payment: NewPayment): Promise<PiResult<Payment>>
  get(piId: string): Promise<PiResult<Payment>>
  complete(piId: string, txid: string): Promise<PiResult<Payment>>
  cancel(piId: string): Promise<PiResult<Payment>>
  /** Pi's open app-to-user payments of this app. */
  incomplete(): Promise<PiResult<OpenPayments>>
}

/**
 * Pi's Platform API. Each call is one request, never repeated by the port; every response and every failure of the
 * network is a value, exceptions are faults of the program. Responses hold the payment as Pi sent it, checked only
 * against the contract's schema; a response about another payment id is `unknown`.
 */
export type PiPlatform = PiForRequests & PiPayments

/** Pi's list of open payments. */
export type OpenPayments = { payments: Payment[]; unreadable: UnreadablePayments }
/** Entries of the list that do not fit the contract's schema. They are there; nothing else of them is trusted. */
export type UnreadablePayments = {
  count: number
  /** Pi's ids of the first ones that have one. */
  ids: readonly string[]
  /** Every UUID in those that have our correlation in them: of payouts, clients, deployments and users. */
  named: ReadonlySet<string>
}

/** The wallet at one ledger, from one response (C5). */
export type AccountSnapshot = {
  sequence: bigint
  balance: bigint
  /** Balance without reserve and selling liabilities. */
  available: bigint
  /** `Latest-Ledger` of the same response; null when the header is missing. */
  ledger: number | null
  /** `last_modified_ledger`, never above the ledger of the snapshot; null when an older Horizon does not show it. */
  modifiedLedger: number | null
}
export type LedgerTime = {
  sequence: number
  /** Unix seconds. */
  closedAt: number
}
/** A page of the wallet's transactions, oldest first, failed ones included. */
export type TransactionPage = { transactions: WalletTransaction[]; isFull: boolean }

/** `absent` is Horizon's 404: it proves nothing (R5). `pruned`: Horizon keeps no history so old. */
export type ChainResult<Value> =
  | { kind: 'ok'; value: Value }
  | { kind: 'absent' | 'pruned' }
  | Unknown

/**
 * What a submit came to. Only `applied` proves anything: a transaction with the hash that was sent, in a
 * ledger, successful. `refused` is a 400 with result codes; `not_forwarded` is 403, 429 or 503.
 */
export type SubmitResult =
  | { kind: 'applied'; transaction: WalletTransaction }
  | { kind: 'refused'; code: string; operations: string[] }
  | { kind: 'not_forwarded'; retryAfterMs: number | null }
  | Unknown

/** The wallet's chain through Horizon. As with `PiPlatform` one request per call, and values for every failure. */
export type PiChain = {
  account(address: string): Promise<ChainResult<AccountSnapshot>>
  ledger(which: number | 'latest'): Promise<ChainResult<LedgerTime>>
  /** Transactions that touch the address after `cursor` (null: from the first one on). */
  walletTransactions(address: string, cursor: string | null): Promise<ChainResult<TransactionPage>>
  transaction(hash: string): Promise<ChainResult<WalletTransaction>>
  submit(envelope: { hash: string; xdr: string }): Promise<SubmitResult>
}

/** What the signer is asked to sign: one native payment with the payment id as text memo, minTime 0. */
export type SigningOrder = {
  source: string
  sequence: bigint
  destination: string
  amount: bigint
  memo: string
  fee: bigint
  maxTime: number
  network: string
  /** Newest known close time: the signer refuses a maxTime more than 3 minutes after it. */
  closedAt: number
}

/** The only holder of the seed. It checks the order by itself (P24) and returns a refusal as a value. */
export type Signer = {
  sign(
    order: SigningOrder,
  ): Promise<{ ok: true; hash: string; xdr: string } | { ok: false; reason: string }>
}

export type Clock = {
  /** Milliseconds that never go back; the origin means nothing. Only paces: no decision rests on it. */
  now(): number
  /** Ends early, without an error, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Something an operator should know. `held` and `paid_twice` are about money. */
export type Alarm = {
  code:
    | 'held'
    | 'paid_unconfirmed'
    | 'foreign_payment'
    | 'unreadable_payment'
    | 'foreign_transaction'
    | 'unidentified_transaction'
    | 'foreign_deployment'
    | 'unknown_payout'
    | 'upstream_auth'
    | 'refused_for_now'
    | 'envelope_refused'
    | 'orphan_cancelled'
    | 'repaired'
    | 'paid_twice'
    | 'books_differ'
    | 'books_gap'
    | 'upstream_down'
    | 'wallet_unknown'
    | 'horizon_late'
    | 'history_pruned'
    | 'chain_reset'
    | 'payment_blocks'
    | 'wallet_poor'
    | 'no_transaction'
    | 'stuck'
    | 'fault'
  payoutId: string | null
  detail: HeldReason | string
  /** How often it was raised since it was said last, this one included; absent: once. */
  times?: number
}
export type Alarms = { raise(alarm: Alarm): void }
