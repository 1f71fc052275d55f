import type { PayoutState, WalletTransaction } from '../../payouts/model/payout.ts'
import type { Book, PaidPayout } from './rows.ts'

/** One transaction as the ledger, the books and the payouts show it. */
export type Compared = {
  hash: string
  /** Unix seconds; null when neither ledger nor books have it. */
  closedAt: number | null
  ledger: WalletTransaction | null
  book: Book | null
  payout: PaidPayout | null
  /** What does not match, as sentences without a full stop. */
  differences: string[]
  /** What explains a row that is no payout, or is not complete yet. */
  note: string | null
}

type Sources = {
  wallet: string
  /** Transactions of the wallet on the ledger, failed ones included. */
  ledger: readonly WalletTransaction[]
  books: readonly Book[]
  payouts: readonly PaidPayout[]
  /** Unix seconds by the newest ledger: what is younger than `GRACE_S` may not be everywhere yet. */
  now: number
}

/** The audit runs each minute. */
const GRACE_S = 120
const PAID: ReadonlySet<PayoutState> = new Set(['paid', 'completed', 'paid_unconfirmed', 'held'])

/** Puts the three side by side by transaction: those that differ first, then by time. */
export function compareSources(sources: Sources): Compared[] {
  const { wallet, ledger, books, payouts } = sources
  const onLedger = mapBy(
    ledger.filter(({ source }) => source === wallet),
    ({ hash }) => hash,
  )
  const inBooks = mapBy(
    books.filter((each) => each.wallet === wallet && each.source === wallet),
    ({ hash }) => hash,
  )
  const ofWallet = payouts.filter(
    ({ fromAddress }) => fromAddress == null || fromAddress === wallet,
  )
  const byId = mapBy(ofWallet, ({ id }) => id)
  const byTxid = mapBy(
    ofWallet.filter(({ txid }) => txid != null),
    ({ txid }) => txid ?? '',
  )
  const hashes = new Set([...onLedger.keys(), ...inBooks.keys(), ...byTxid.keys()])
  const rows = [...hashes].map((hash) => {
    const book = inBooks.get(hash) ?? null
    const payout = byId.get(book?.payoutId ?? '') ?? byTxid.get(hash) ?? null
    return judge({ hash, ledger: onLedger.get(hash) ?? null, book, payout }, sources.now)
  })
  markPaidTwice(rows)
  return rows.sort(
    (a, b) =>
      Math.sign(b.differences.length) - Math.sign(a.differences.length) ||
      (a.closedAt ?? 0) - (b.closedAt ?? 0),
  )
}

function judge(
  found: Pick<Compared, 'hash' | 'ledger' | 'book' | 'payout'>,
  now: number,
): Compared {
  const { ledger, book, payout } = found
  const closedAt = ledger?.closedAt ?? book?.closedAt ?? null
  const isYoung = closedAt != null && now - closedAt < GRACE_S
  const differences = [
    ...(ledger == null ? ['the ledger does not show it'] : []),
    ...(book == null && !isYoung ? ['the books lack it'] : []),
    ...(ledger != null && book != null ? betweenBooks(ledger, book) : []),
    ...(ledger != null && payout != null ? betweenPayout(ledger, payout, isYoung) : []),
    ...(isUnexplained(found) && !isYoung ? ['no payout is known for it'] : []),
  ]
  return { ...found, closedAt, differences, note: noteOf(found, isYoung) }
}

function betweenBooks({ payment, successful }: WalletTransaction, book: Book): string[] {
  const isSame = book.paidAmount === (payment?.amount ?? null)
  return [
    ...(isSame ? [] : ['the books have another amount']),
    ...(book.paidTo === (payment?.destination ?? null) ? [] : ['the books have another recipient']),
    ...(book.successful === successful ? [] : ['the books have another outcome']),
  ]
}

function betweenPayout(
  { hash, payment, successful }: WalletTransaction,
  { amount, toAddress, state, txid }: PaidPayout,
  isYoung: boolean,
): string[] {
  // A failed one of a payout that another transaction paid.
  if (!successful) return txid === hash ? ['the payout names it, and it failed'] : []
  const isPaid = PAID.has(state)
  return [
    ...(payment?.amount === amount ? [] : ['the payout has another amount']),
    ...(toAddress == null || payment?.destination === toAddress
      ? []
      : ['the payout has another recipient']),
    ...(isPaid || isYoung ? [] : [`it paid, and the payout is ${state}`]),
    ...(isPaid && txid != null && txid !== hash ? ['the payout names another transaction'] : []),
  ]
}

function isUnexplained({ ledger, book, payout }: Pick<Compared, 'ledger' | 'book' | 'payout'>) {
  const isPayment = ledger?.successful === true && ledger.payment != null
  return isPayment && payout == null && book?.foreign !== true
}

function noteOf(
  { ledger, book, payout }: Pick<Compared, 'ledger' | 'book' | 'payout'>,
  isYoung: boolean,
): string | null {
  if (ledger?.successful === false) return 'failed, and moved nothing'
  if (book == null && isYoung) return 'too young for the books'
  if (payout != null) return null
  if (ledger != null && ledger.payment == null) return 'no payment'
  return book?.foreign === true ? 'of another program' : null
}

function markPaidTwice(rows: readonly Compared[]) {
  const paid = rows.filter(({ ledger, payout }) => ledger?.successful === true && payout != null)
  for (const row of paid) {
    const isTwice = paid.some((other) => other !== row && other.payout === row.payout)
    if (isTwice) row.differences.push('more than one transaction paid this payout')
  }
}

function mapBy<Value>(values: readonly Value[], keyOf: (value: Value) => string) {
  return new Map(values.map((value) => [keyOf(value), value]))
}
