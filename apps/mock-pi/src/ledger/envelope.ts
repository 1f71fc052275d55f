import type { Network } from '@aloha-pi/contracts/wire'

/** The memo of a transaction. Text is bytes: nothing makes a wallet send UTF-8. */
export type Memo =
  | { type: 'none' }
  | { type: 'text'; value: Buffer }
  | { type: 'id'; value: bigint }
  | { type: 'hash' | 'return'; value: Buffer }

/** An account as an envelope names it: `muxed` is the M… form, where it was used. */
export type AccountRef = { address: string; muxed?: { address: string; id: bigint } }

/** An operation in stroops; `source` is the operation's own, where it has one. */
export type Operation = { source?: AccountRef } & (
  | { type: 'payment'; to: AccountRef; asset: Asset; amount: bigint }
  | { type: 'create_account'; to: AccountRef; startingBalance: bigint }
  | { type: 'bump_sequence'; bumpTo: bigint }
  | { type: 'change_trust'; asset: Asset; limit: bigint }
  | { type: 'set_options'; options: AccountOptions }
  | CreateClaimableBalance
  | { type: 'claim_claimable_balance'; balanceId: string }
  /** Any other operation: it is well-formed, and this ledger does not simulate it. `name` is Horizon's. */
  | { type: 'not_simulated'; name: string }
)
export type CreateClaimableBalance = {
  type: 'create_claimable_balance'
  asset: Asset
  amount: bigint
  claimants: readonly Claimant[]
}
export type Asset = 'native' | IssuedAsset
export type IssuedAsset = { code: string; issuer: string }

/** Who may claim a balance, and when. */
export type Claimant = { destination: string; predicate: ClaimPredicate }

/** When a balance may be claimed; times in seconds, relative ones from the ledger that makes the balance. */
export type ClaimPredicate =
  | { type: 'unconditional' }
  | { type: 'and' | 'or'; parts: readonly ClaimPredicate[] }
  /** The XDR may lack what is negated; such a predicate is malformed. */
  | { type: 'not'; part: ClaimPredicate | null }
  | { type: 'before_absolute' | 'before_relative'; seconds: bigint }

/** A key that signs for an account: `G…` (ed25519), `T…` (one transaction by its hash) or `X…` (a hash's secret). */
export type Signer = { key: string; weight: number }

/** What `set_options` changes; what is left out stays as it is. Flags are bits. */
export type AccountOptions = {
  clearFlags?: number
  setFlags?: number
  masterWeight?: number
  lowThreshold?: number
  mediumThreshold?: number
  highThreshold?: number
  /** Bytes: nothing makes a sender write text. */
  homeDomain?: Buffer
  /** Weight 0 removes it. */
  signer?: Signer
}

/** When a transaction is valid. Times are seconds, 0 is open; ledgers are sequence numbers, 0 is open. */
export type Preconditions = {
  minTime: bigint
  maxTime: bigint
  /** False: no time bounds at all. */
  hasTimeBounds: boolean
  minLedger: number
  maxLedger: number
  minSequence: bigint | null
  minSequenceAge: bigint
  minSequenceLedgerGap: number
  hasExtraSigners: boolean
}

export type EnvelopeSignature = { hint: Buffer; signature: Buffer }

/** A decoded transaction envelope as plain data; fees in stroops. */
export type Envelope = {
  /** 64 lowercase hex digits: the hash on the network it was decoded for. */
  hash: string
  /** Base64 XDR. */
  xdr: string
  network: Network
  source: AccountRef
  sequence: bigint
  /** What the sender offers for the whole transaction. */
  maxFee: bigint
  memo: Memo
  preconditions: Preconditions
  operations: readonly Operation[]
  signatures: readonly EnvelopeSignature[]
  isFeeBump: boolean
  /** Resources of a smart contract, which only its own operations may have. */
  hasSorobanData: boolean
}
