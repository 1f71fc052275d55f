import type { Leap } from '../memory.ts'
import type { WalletTransaction } from '../../model/payout.ts'
import type { AccountSnapshot, LedgerTime, TransactionPage } from '../../model/ports.ts'
import type { Change } from '../../model/changes.ts'
import type { Lane } from '../../model/work.ts'

/** An account begins at its ledger shifted by 32 bits. */
const SEQUENCES_PER_LEDGER = 1n << 32n

/** Whether nothing can be missing: the books reach the sequence, or the wallet never sent anything. */
export function reaches(bookedSequence: bigint | null, sequence: bigint): boolean {
  return bookedSequence == null ? isUnused(sequence) : bookedSequence >= sequence
}

/** The sequence that an account begins with: it never sent anything. */
export function isUnused(sequence: bigint): boolean {
  return sequence % SEQUENCES_PER_LEDGER === 0n
}

/** What a page of the wallet's transactions says about the books. */
export type ReadPage = {
  book: Extract<Change, { type: 'book' }> | undefined
  /** From here on there may be more; null: the page ends the list, or a gap ends what can be used of it. */
  next: string | null
  /** Here the books wait: another account moved the sequence, so nothing shows what of ours was left out before. */
  leap: Leap | undefined
}

/** R4: whether the books hold all that the wallet sent up to a ledger: what others sent there may be passed over. */
export type IsCovered = (
  wallet: AccountSnapshot,
  ledger: number,
  bookedSequence: bigint | null,
) => boolean

/** `believed`: the token of a leap that counts. `isCovered`: whether the books hold all of ours up to this ledger. */
type ReadWith = {
  believed?: string | null
  isCovered?: (ledger: number, bookedSequence: bigint | null) => boolean
}

/**
 * What a page of the wallet's transactions adds to the books (R4): all up to the first gap in its sequences. A bump_sequence
 * explains a jump. The cursor stays at the last one that counts: before transactions of others one of ours may be missing,
 * and only the next one of ours would show it. It goes past those in ledgers of which the books hold all that the wallet
 * sent. Nothing would show one of ours that is missing before a leap, so a leap counts only once it is accepted.
 */
export function readPage(
  { cursor, bookedSequence, tip, source }: Lane,
  { transactions, isFull }: TransactionPage,
  { believed = null, isCovered = () => false }: ReadWith = {},
): ReadPage {
  let booked = bookedSequence
  let last = cursor
  let newest = tip
  let isGap = false
  let leap: Leap | undefined
  const own: WalletTransaction[] = []
  for (const transaction of transactions) {
    const after = sequenceAfter(booked, transaction, source)
    isGap = after === 'gap'
    if (after === 'gap') break
    const { pagingToken: token } = transaction
    if (transaction.source !== source && after !== booked && token !== believed) {
      leap = { token, booked }
      break
    }
    newest = newerTip(newest, transaction)
    const isOthers = after === booked && transaction.source !== source
    if (isOthers && !isCovered(transaction.ledger, booked)) continue
    last = token
    if (isOthers) continue
    own.push(transaction)
    booked = after
  }
  const more = isFull && !isGap && leap == null ? transactions.at(-1)?.pagingToken : undefined
  if (last === cursor) return { book: undefined, next: more ?? null, leap }
  const change = { fromCursor: cursor, cursor: last, bookedSequence: booked, tip: newest }
  return { book: { type: 'book', transactions: own, ...change }, next: more ?? null, leap }
}

/** Our own transaction, as a submit's response shows it, when the books end right before it. */
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
function newerTip(
  tip: LedgerTime | null,
  { ledger, closedAt }: { ledger: number; closedAt: number },
): LedgerTime {
  return tip != null && tip.sequence >= ledger ? tip : { sequence: ledger, closedAt }
}
