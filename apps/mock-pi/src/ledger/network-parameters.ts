/** Stroops for one operation: 0.01 Pi. */
export const BASE_FEE = 100_000n
/** Stroops that an account keeps for each of its two parts: 0.49 Pi. */
export const BASE_RESERVE = 4_900_000n
/** What an account without entries cannot spend: 0.98 Pi. */
export const MINIMUM_BALANCE = 2n * BASE_RESERVE
/** All Pi that there is, 100 billion, in stroops. */
export const SUPPLY = 1_000_000_000_000_000_000n
/** Balances and sequences are 64-bit integers with a sign. */
export const MAX_INT64 = 2n ** 63n - 1n

/** Entries that an account may have besides itself (core: ACCOUNT_SUBENTRY_LIMIT). */
export const MAX_SUBENTRIES = 1000
/** Signers that an account may have besides its own key. */
export const MAX_SIGNERS = 20

/** Ledgers after which a waiting transaction is dropped (core: TRANSACTION_QUEUE_TIMEOUT_LEDGERS). */
export const QUEUE_LEDGERS = 4
/** Ledgers for which a dropped transaction is banned (core: TRANSACTION_QUEUE_BAN_LEDGERS). */
export const BAN_LEDGERS = 10

/** What a transaction costs: the base fee for each operation. */
export function feeOf(operations: number): bigint {
  return BASE_FEE * BigInt(Math.max(1, operations))
}

/** The first sequence of an account made in a ledger, which no transaction may use. */
export function startingSequence(ledger: number): bigint {
  return BigInt(ledger) << 32n
}

type ReserveOf = {
  balance: bigint
  holdings: readonly unknown[]
  signers: readonly unknown[]
  numSponsoring: number
}

/** Entries of an account besides itself: assets that it holds, and signers. */
export function subentriesOf({ holdings, signers }: Omit<ReserveOf, 'balance'>): number {
  return holdings.length + signers.length
}

/** What an account can spend; below zero when its reserve is touched. Each entry that it pays for takes a part. */
export function availableBalance(account: ReserveOf): bigint {
  const parts = BigInt(subentriesOf(account) + account.numSponsoring)
  return account.balance - MINIMUM_BALANCE - parts * BASE_RESERVE
}
