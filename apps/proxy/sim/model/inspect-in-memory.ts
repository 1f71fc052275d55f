import { isFinal, type BookedTransaction, type Payout } from '../../src/payouts/model/payout.ts'
import type { Findings } from '../../src/payouts/store/payout-store.ts'
import type { Tables } from './tables.ts'

/** What the audit reports about the rows themselves. */
export function inspectIn(
  tables: Tables,
  now: number,
  source: string,
  { olderThanMs, fee }: { olderThanMs: number; fee: bigint },
): Findings {
  const payouts = [...tables.payouts.values()]
  const isOld = ({ createdAt, state }: Payout) =>
    !isFinal(state) && state !== 'received' && now - createdAt.getTime() > olderThanMs
  const available = tables.lanes.get(source)?.available ?? null
  const isUncovered = ({ state, amount }: Payout) =>
    (state === 'received' || state === 'created') && available != null && amount + fee > available
  const paid = paidIn(tables)
  const lacking = lackingIn(tables)
  const isContradicted = ({ id, txid }: Payout) => {
    const own = paid.get(id) ?? []
    return own.length > 1 || (txid != null && own.some(({ hash }) => hash !== txid))
  }
  const isUnequal = ({ id, amount }: Payout) =>
    lacking.has(id) || paid.get(id)?.some(({ payment }) => payment?.amount !== amount) === true
  const idsOf = (isFound: (payout: Payout) => boolean) =>
    payouts.filter(isFound).map(({ id }) => id)
  return {
    stuck: payouts.filter(isOld).length,
    uncovered: payouts.filter(isUncovered).length,
    contradicted: idsOf(isContradicted),
    unequal: idsOf(isUnequal),
  }
}

/** Successful transactions in the books, by the payout that they pay. */
function paidIn({ books }: Tables): ReadonlyMap<string, readonly BookedTransaction[]> {
  const paid = new Map<string, BookedTransaction[]>()
  for (const transaction of books.values()) {
    const { payoutId, successful } = transaction
    if (payoutId == null || !successful) continue
    const own = paid.get(payoutId)
    if (own == null) paid.set(payoutId, [transaction])
    else own.push(transaction)
  }
  return paid
}

/** Payouts with an applied envelope that the books should have and do not. */
function lackingIn({ books, envelopes, lanes }: Tables): ReadonlySet<string> {
  const lacking = new Set<string>()
  for (const { payoutId, hash, status, source, sequence } of envelopes.values()) {
    const booked = lanes.get(source)?.bookedSequence ?? -1n
    if (status === 'applied' && sequence <= booked && !books.has(hash)) lacking.add(payoutId)
  }
  return lacking
}
