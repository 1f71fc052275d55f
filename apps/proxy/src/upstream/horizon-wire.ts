import {
  chainAccountSchema,
  chainLedgerSchema,
  chainProblemSchema,
  chainTransactionSchema,
} from '@aloha-pi/contracts/chain'
import * as z from 'zod'
import type { AccountSnapshot, LedgerTime, TransactionPage } from '../payouts/model/ports.ts'
import type { WalletTransaction } from '../payouts/model/payout.ts'
import { readEnvelope } from '../wallet/read-envelope.ts'
import { readFailure } from '../wallet/read-result.ts'

/** All that matters of each resource, so that a Horizon of another version is read too. */
export const accountSchema = chainAccountSchema
  .pick({ account_id: true, sequence: true, subentry_count: true, balances: true })
  .extend({
    num_sponsoring: z.int().default(0),
    num_sponsored: z.int().default(0),
    // Some Horizons may not send it, and nothing needs it.
    last_modified_ledger: z.int().nonnegative().nullable().catch(null),
  })
export const ledgerSchema = chainLedgerSchema.pick({
  sequence: true,
  closed_at: true,
  base_reserve_in_stroops: true,
})
export const transactionSchema = chainTransactionSchema.pick({
  hash: true,
  paging_token: true,
  successful: true,
  ledger: true,
  created_at: true,
  source_account: true,
  source_account_sequence: true,
  memo_type: true,
  memo: true,
  envelope_xdr: true,
  result_xdr: true,
})
export const recordsSchema = z.looseObject({
  _embedded: z.looseObject({ records: z.array(transactionSchema) }),
})
export const ledgersSchema = z.looseObject({
  _embedded: z.looseObject({ records: z.array(ledgerSchema).length(1) }),
})
export const problemSchema = chainProblemSchema.pick({ type: true, status: true, extras: true })

/** Reserves that every account has, before its entries. */
const OWN_RESERVES = 2

/** Null without a balance in Pi, and when header and body are not of one moment. */
export function snapshotOf(
  account: z.infer<typeof accountSchema>,
  ledger: number | null,
  baseReserve: bigint,
): AccountSnapshot | null {
  const native = account.balances.find(({ asset_type: type }) => type === 'native')
  const { last_modified_ledger: modifiedLedger } = account
  if (native == null || (ledger != null && (modifiedLedger ?? 0) > ledger)) return null
  const balance = stroopsOf(native.balance)
  const { subentry_count: entries, num_sponsoring: pays, num_sponsored: isPaid } = account
  const reserve = BigInt(OWN_RESERVES + entries + pays - isPaid) * baseReserve
  const available = balance - reserve - stroopsOf(native.selling_liabilities ?? '0.0000000')
  return {
    sequence: BigInt(account.sequence),
    balance,
    available: available > 0n ? available : 0n,
    ledger,
    modifiedLedger,
  }
}

/** Null when the time is none. */
export function ledgerTimeOf({
  sequence,
  closed_at: closed,
}: z.infer<typeof ledgerSchema>): LedgerTime | null {
  const closedAt = secondsOf(closed)
  return closedAt == null ? null : { sequence, closedAt }
}

/** Null when it is not a transaction of a ledger. An envelope that cannot be read shows nothing about payments. */
export async function walletTransactionOf(
  record: z.infer<typeof transactionSchema>,
  wallet: string,
): Promise<WalletTransaction | null> {
  const { envelope_xdr: envelope, source_account: source, successful } = record
  const closedAt = secondsOf(record.created_at)
  if (closedAt == null || !/^\d{1,19}$/.test(record.source_account_sequence)) return null
  const facts = envelope == null ? null : await readEnvelope(envelope, wallet)
  return {
    hash: record.hash,
    pagingToken: record.paging_token,
    source,
    sequence: BigInt(record.source_account_sequence),
    successful,
    ledger: record.ledger,
    closedAt,
    memo: textMemo(record),
    bumpTo: successful ? (facts?.bumpTo ?? null) : null,
    payment: facts?.payment ?? null,
    failure: successful ? null : await readFailure(record.result_xdr),
  }
}

/** Null when it is not whole, or not in order after the cursor: anything else would tear a hole into the books. */
export async function transactionPageOf(
  records: readonly z.infer<typeof transactionSchema>[],
  { wallet, cursor, limit }: { wallet: string; cursor: string | null; limit: number },
): Promise<TransactionPage | null> {
  const read = await Promise.all(records.map((each) => walletTransactionOf(each, wallet)))
  const transactions = read.filter((each) => each != null)
  if (transactions.length < records.length || !isAscending(transactions, cursor)) return null
  return { transactions, isFull: records.length >= limit }
}

/** Oldest first, and all after the cursor. */
function isAscending(transactions: readonly WalletTransaction[], cursor: string | null): boolean {
  let last = cursor == null ? -1n : positionOf(cursor)
  for (const { pagingToken } of transactions) {
    const position = positionOf(pagingToken)
    if (position <= last) return false
    last = position
  }
  return true
}

function positionOf(token: string): bigint {
  return /^\d{1,19}$/.test(token) ? BigInt(token) : -1n
}

/** No payment id has a NUL, and no database takes one: such a memo is not ours. */
function textMemo({ memo_type: type, memo }: z.infer<typeof transactionSchema>): string | null {
  return type === 'text' && memo != null && !memo.includes('\0') ? memo : null
}

/** The schema lets only 7 decimals pass. */
function stroopsOf(text: string): bigint {
  return BigInt(text.replace('.', ''))
}

/** ISO 8601 as Unix seconds. */
function secondsOf(iso: string): number | null {
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? null : Math.floor(ms / 1000)
}
