import type { WalletTransaction } from '../../src/payouts/model/payout.ts'
import type { LedgerTime, SigningOrder } from '../../src/payouts/model/ports.ts'
import type { Random } from '../../testkit/random.ts'
import type { Faults } from '../kernel/faults.ts'

/** Stroops: of a transaction, and what the wallet must keep. */
export const [FEE, RESERVE] = [100_000n, 9_800_000n]
export const GENESIS = 1_000
/** Sequences below are the wallet's own; channel k has those from `k << CHANNEL_BITS` on. */
const CHANNEL_BITS = 44n
export const channelOf = (sequence: bigint): number => Number(sequence >> CHANNEL_BITS)
export const WALLET_ITSELF = 0

/** One closed ledger: the wallet as it stood, and how many of its transactions there were. */
export type Closed = LedgerTime & { walletSequence: bigint; balance: bigint; count: number }

/** The chain as its ledgers change it. */
export type ChainState = {
  random: Random
  faults: () => Faults
  wallet: string
  isDestination: (address: string) => boolean
  transactions: WalletTransaction[]
  applied: Map<string, WalletTransaction>
  /** The last one used, of each channel. */
  sequences: Map<number, bigint>
  balance: bigint
  foreignSpent: bigint
  feesPaid: bigint
  /** Of each channel, the transaction that waits for a ledger. */
  queue: Map<number, { hash: string; order: SigningOrder; age: number }>
  /** Hashes that no ledger takes before this one. */
  banned: Map<string, number>
  /** In the next ledger: another account pays into the wallet or moves its sequence; its owner uses it by hand. */
  touched: { isBump: boolean } | null
  funds: bigint
  foreign: { how: 'payment' | 'bump'; memo: string | null } | null
  /** Every ledger, oldest first; and the newest. */
  closed: Closed[]
  last: Closed
}

export function sequenceOf({ sequences }: ChainState, channel: number): bigint {
  return sequences.get(channel) ?? BigInt(channel) << CHANNEL_BITS
}
