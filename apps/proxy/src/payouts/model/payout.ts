import type { Network, Payment } from '@aloha-pi/contracts/platform'

/** Every state of a payout, in the order in which the lane prefers work: `pickOrder` says how. */
export const payoutStates = [
  'received',
  'creating',
  'created',
  'signed',
  'paid',
  'cancelling',
  'completed',
  'paid_unconfirmed',
  'cancelled',
  'failed',
  'held',
] as const
export type PayoutState = (typeof payoutStates)[number]

/** Never left, except by the audit of the books after the database was rolled back. */
export const finalStates = ['completed', 'paid_unconfirmed', 'cancelled', 'failed'] as const
export type FinalState = (typeof finalStates)[number]

export function isFinal(state: PayoutState): state is FinalState {
  return finalStates.some((final) => final === state)
}

/** States in which the lane has something to do. */
export type WorkState = Exclude<PayoutState, FinalState | 'held'>

/** R9, furthest first: an open payment at Pi must be finished before another can be created. */
export const pickOrder = [
  'paid',
  'signed',
  'created',
  'cancelling',
  'creating',
  'received',
] as const satisfies WorkState[]

/** What has left `received`. */
export const begunStates = [
  'paid',
  'signed',
  'created',
  'cancelling',
  'creating',
] as const satisfies WorkState[]

/** One app-to-user payment that a client asked for. Amounts are stroops, times are the database's. */
export type Payout = {
  /** Derived from client and idempotency key by `payoutIdOf`: the same request has the same id forever. */
  id: string
  clientId: string
  /** Null in a row that the audit recreated: only the id keeps the key unique then. */
  idempotencyKey: string | null
  /** Client's API key that asked for it last: revoked, the payout does not begin. Null: no key stops it. */
  keyId: string | null
  /** SHA-256 of the canonical request, hexadecimal. */
  requestHash: string
  uid: string
  amount: bigint
  /** Text for the user. The memo on the chain is Pi's payment id. */
  memo: string
  /** The client's metadata, without our correlation. */
  metadata: Record<string, unknown>
  state: PayoutState
  cancelRequested: boolean
  /** From Pi, once it gave an id. All but `piId` stay null until the payment was checked against the request. */
  piId: string | null
  toAddress: string | null
  fromAddress: string | null
  network: Network | null
  /** The transaction that paid, and its ledger. */
  txid: string | null
  ledger: number | null
  /** In `cancelling`: what it will have failed with (null: cancelled). In `failed`: the reason. */
  failCode: string | null
  /** In `held`: why, and from which state. */
  heldReason: HeldReason | null
  heldFrom: WorkState | null
  /** Refusal of the last submit: proves nothing, but chooses the fee and names the reason at the end. */
  submitCode: string | null
  /** How often in a row the account was read unchanged after all envelopes had expired (without `Latest-Ledger`). */
  expiryReads: number
  /** Visits in this state that ended without progress, for the reason in `waitsFor`. */
  attempts: number
  nextAt: Date
  /** What it waits for; null: for its turn, or for nothing. */
  waitsFor: WaitReason | null
  /** Pi's payment that blocks it. */
  blockedBy: string | null
  /** Others go on meanwhile: it keeps no one from being prepared. */
  isAside: boolean
  /** An operator gave up its payment at Pi: should that be open, the audit cancels it, although the money has moved. */
  givesUpPayment: boolean
  /** Pi's last response about this payment, with our correlation still in its metadata. */
  lastPayment: Payment | null
  /** When Pi showed it. */
  paymentSeenAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** What a payout waits for that is neither final nor held. `back-off.ts` says how long. */
export const waitReasons = [
  /** The next ledger. */
  'ledger',
  /** Transactions of the wallet that Horizon does not show yet. */
  'books',
  /** A transaction of the wallet that may have paid it, and that no one has identified. */
  'unidentified_transaction',
  /** The end of the lane's quarantine. */
  'quarantine',
  /** Money in the wallet. */
  'money',
  /** A response of Pi that is usable. */
  'pi',
  /** A response of Horizon that is usable. */
  'horizon',
  /** The wallet, which Horizon does not know. */
  'wallet',
  /** Pi, which has not seen the transaction yet. */
  'verification',
  /** Pi, which completed the payment without naming the transaction. */
  'transaction',
  /** Another response of Pi, which refuses the call. */
  'refusal',
  /** Pi, which refuses the key, the app or its wallet. */
  'app',
  /** The end of another payment of the user that is open at Pi. */
  'user_payment',
  /** The end of another payment of the app that is open at Pi. */
  'app_payment',
  /** The operator's word about another deployment. */
  'deployment',
  /** Another request of its client: the key that asked for it is revoked. */
  'key',
  /** The end of a fault of this program or of the database. */
  'fault',
] as const
export type WaitReason = (typeof waitReasons)[number]

/** Why an operator has to look. */
export type HeldReason =
  | `payment_${'amount' | 'uid' | 'from_address' | 'to_address' | 'network' | 'direction' | 'identifier' | 'correlation'}_differs`
  | 'payment_not_found'
  | 'payment_of_another_payout'
  | 'signer_refused'
  | 'envelope_refused'
  | 'foreign_transaction_linked'
  | 'transaction_differs'
  | 'paid_twice'

/**
 * A signed transaction. `live`: may still apply. `applied`: paid. `failed`: in a ledger without effect, its
 * sequence is consumed. `dead`: can never apply, by evidence.
 */
export type EnvelopeStatus = 'live' | 'applied' | 'failed' | 'dead'

export type Envelope = {
  hash: string
  payoutId: string
  source: string
  sequence: bigint
  /** Unix seconds, by the ledger's clock. */
  maxTime: number
  fee: bigint
  xdr: string
  /** Newest ledger that was known when it was signed. */
  signedLedger: number
  status: EnvelopeStatus
  evidence: Evidence | null
}

/** Facts that a change rests on: JSON, without secrets and without XDR. */
export type Evidence = { readonly [fact: string]: string | number | boolean | null }

/** A transaction that a ledger holds, as far as payouts care. */
export type WalletTransaction = {
  hash: string
  /** Horizon's position in the list; opaque. */
  pagingToken: string
  source: string
  sequence: bigint
  successful: boolean
  ledger: number
  /** Unix seconds. */
  closedAt: number
  /** A text memo; null for any other. */
  memo: string | null
  /** Where a successful bump_sequence of this transaction moved the wallet's sequence; null without one. */
  bumpTo: bigint | null
  /** Set when its only operation is a native payment out of the source. */
  payment: { destination: string; amount: bigint } | null
  /** First failing operation's code, or the transaction's: `op_no_destination`. Null when successful. */
  failure: string | null
}

/** A wallet transaction in the books (R4). */
export type BookedTransaction = WalletTransaction & {
  /** The payout it belongs to: by its envelope, by its memo, or by the audit. */
  payoutId: string | null
  /** Not a payout. Neither this nor `payoutId`: unmatched, and nothing that it may have paid is signed. */
  foreign: boolean
  /** Pi does not know the memo although its key is the right one. It may still be a payout of the same amount (R5). */
  isDenied: boolean
}

/** One line of the append-only audit trail. */
export type PayoutEvent = {
  payoutId: string
  at: Date
  from: PayoutState | null
  to: PayoutState
  evidence: Evidence
}
