import { getTableColumns, sql } from 'drizzle-orm'
import type { Db } from '../../database/db.ts'
import { payout, payoutEnvelope, type walletTx } from './payout-tables.ts'
import type { BookedTransaction, WalletTransaction } from '../model/payout.ts'

/** Each statement sees what the one before it waited for. */
export const readCommitted = { isolationLevel: 'read committed' } as const

const { leftReceivedAt: _turn, ...columns } = getTableColumns(payout)
/** The columns of a `Payout`. */
export const payoutColumns = columns

const { createdAt: _createdAt, ...ofEnvelope } = getTableColumns(payoutEnvelope)
/** The columns of an `Envelope`. */
export const envelopeColumns = ofEnvelope

/** Milliseconds as an interval of the database. */
export function interval(ms: number) {
  return sql`make_interval(secs => ${ms / 1000}::float8)`
}

/**
 * For the rest of the transaction no plan reads more than it needs. Without statistics, as after a load or on PGlite,
 * the database would read whole tables; and only a plain index scan marks what it finds dead, for those that follow.
 */
export async function lookUpByIndex(tx: Db): Promise<void> {
  const off = ['enable_seqscan', 'enable_bitmapscan', 'jit'].map(
    (name) => sql`set_config(${name}, 'off', true)`,
  )
  await tx.execute(sql`SELECT ${sql.join(off, sql`, `)}`)
}

type WalletTxRow = typeof walletTx.$inferSelect

export function bookedFrom(row: WalletTxRow): BookedTransaction {
  const { wallet: _wallet, paidTo, paidAmount, ...rest } = row
  const isPayment = paidTo != null && paidAmount != null
  return { ...rest, payment: isPayment ? { destination: paidTo, amount: paidAmount } : null }
}

export function walletTxValues<Match>(
  wallet: string,
  { payment, ...rest }: WalletTransaction,
  match: Match,
) {
  return {
    ...rest,
    ...match,
    wallet,
    paidTo: payment?.destination ?? null,
    paidAmount: payment?.amount ?? null,
  }
}
