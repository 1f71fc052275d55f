import type { WalletTransaction } from './payout.ts'
import type { LedgerTime, TransactionPage } from './ports.ts'
import type { Change, Lane } from './payout-store.ts'

/** An account begins at its ledger shifted by 32 bits. */
const SEQUENCES_PER_LEDGER = 1n << 32n

/** Whether nothing can be missing: the books reach the sequence, or the wallet never sent anything. */
export function reaches(bookedSequence: bigint | null, sequence: bigint): boolean {
  if (bookedSequence != null) return bookedSequence >= sequence
  return sequence % SEQUENCES_PER_LEDGER === 0n
}

/**
 * What a page of the wallet's transactions adds to the books (R4): all up to the first gap in its sequences. A bump_sequence
 * explains a jump. What does not touch the wallet's sequence only moves the cursor. Undefined: nothing.
 */
export function bookPage(
  { cursor, bookedSequence, tip, source }: Lane,
  { transactions }: TransactionPage,
): Extract<Change, { type: 'book' }> | undefined {
  let booked = bookedSequence
  let last = cursor
  let newest = tip
  const own: WalletTransaction[] = []
  for (const transaction of transactions) {
    const after = sequenceAfter(booked, transaction, source)
    if (after === 'gap') break
    if (after !== booked || transaction.source === source) own.push(transaction)
    booked = after
    last = transaction.pagingToken
    newest = newerTip(newest, transaction)
  }
  if (last === cursor) return undefined
  return {
    type: 'book',
    transactions: own,
    fromCursor: cursor,
    cursor: last,
    bookedSequence: booked,
    tip: newest,
  }
}

/** Our own transaction, as a submit's answer shows it, when the books end right before it. */
export function bookOwn(
  { cursor, bookedSequence, tip }: Lane,
  transaction: WalletTransaction,
): Extract<Change, { type: 'book' }> | undefined {
  if (bookedSequence == null || transaction.sequence !== bookedSequence + 1n) return undefined
  return {
    type: 'book',
    transactions: [transaction],
    fromCursor: cursor,
    cursor: transaction.pagingToken,
    bookedSequence: transaction.sequence,
    tip: newerTip(tip, transaction),
  }
}

function sequenceAfter(
  booked: bigint | null,
  { source, sequence, bumpTo }: WalletTransaction,
  wallet: string,
): bigint | null | 'gap' {
  if (source !== wallet) return bumpTo == null ? booked : highest(booked ?? 0n, bumpTo)
  const before = booked ?? sequence - (sequence % SEQUENCES_PER_LEDGER)
  if (sequence > before + 1n) return 'gap'
  return highest(highest(before, sequence), bumpTo ?? 0n)
}

export function highest(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** Close times never decrease: of two ledgers the later one bounds better. */
export function newerTip(
  tip: LedgerTime | null,
  { ledger, closedAt }: { ledger: number; closedAt: number },
): LedgerTime {
  return tip != null && tip.sequence >= ledger ? tip : { sequence: ledger, closedAt }
}
