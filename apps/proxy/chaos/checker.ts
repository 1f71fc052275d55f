import { isFinalRow, type ClientResponse, type Order, type Row } from './clients.ts'
import {
  isInWorkAfterAnEnd,
  isLostNo,
  isUnknownForAReason,
  type Forgotten,
} from './lost-responses.ts'
import type { UnpaidErrorCode } from '../src/a2u/payout-refusals.ts'
import {
  toStroops,
  type Arrival,
  type LedgerPayment,
  type LedgerTransaction,
  type PiPayment,
} from './ledger.ts'

export type Violation = { invariant: string; detail: string }
export type Facts = {
  wallet: string
  orders: readonly Order[]
  responses: readonly ClientResponse[]
  /** The last status of each order, from a proxy without faults. */
  ends: ReadonlyMap<string, Row | undefined>
  transactions: readonly LedgerTransaction[]
  payments: readonly LedgerPayment[]
  piPayments: readonly PiPayment[]
  arrivals: readonly Arrival[]
  /** Hash → when its row was made. */
  envelopes: ReadonlyMap<string, number>
  /** What the trigger in the database saw of I7. */
  twoSequences: readonly string[]
  /** Hashes of what other programs sent from the wallet. */
  sentByOthers: ReadonlySet<string>
  spent: bigint
  /** From the last fault, and the last quarantine, until every payout was final. */
  restMs: number
  /** What was lost when an older copy of the database was put back. */
  forgotten: readonly Forgotten[]
  /** Orders whose payment Pi refused, because it was asked for with the key of another app. */
  refusedElsewhere: ReadonlySet<string>
}
type Fail = (invariant: string, detail: string) => void

/** The promise: all is final so soon after the last fault. */
const MAX_REST_MS = 60_000
/** What a client takes for a final no: it must come with its payout. */
const NO = new Set<string>([
  'cancelled',
  'insufficient_balance',
  'payout_failed',
  'user_not_found',
  'missing_scope',
  'invalid_request',
  'upstream_refused',
] satisfies UnpaidErrorCode[])

/** I1 to I7, from the ledger, Pi's records, arrivals and responses; the database only for I6 and I7. */
export function check(facts: Facts): Violation[] {
  const violations: Violation[] = []
  const fail: Fail = (invariant, detail) => violations.push({ invariant, detail })
  const pi = new Map(facts.piPayments.map((payment) => [payment.identifier, payment]))
  const paid = groupBy(
    facts.transactions.filter(
      ({ successful, source_account: source, hash }) =>
        successful && source === facts.wallet && !facts.sentByOthers.has(hash),
    ),
    ({ memo = '' }) => pi.get(memo)?.metadata?.order ?? `unknown order: ${memo}`,
  )
  const responsesTo = groupBy(facts.responses, ({ order }) => order)
  if (facts.restMs > MAX_REST_MS) {
    fail('I5', `${facts.restMs} ms from the last fault to the last end`)
  }
  for (const order of facts.orders) {
    const transactions = paid.get(order.name) ?? []
    const end = facts.ends.get(order.name)
    const responses = responsesTo.get(order.name) ?? []
    checkOrder(facts, order, transactions, pi, fail)
    checkResponses(facts, { order, responses, transactions, end }, fail)
    checkCause(facts, { order, responses, end }, fail)
  }
  checkMoney(facts, paid, fail)
  checkEnvelopes(facts, fail)
  for (const { identifier, status, direction, metadata } of facts.piPayments) {
    const isOpen = !status.developer_completed && !status.cancelled && !status.user_cancelled
    if (isOpen && direction === 'app_to_user' && metadata?.order != null) {
      fail('I5', `${identifier} of ${metadata.order} is open at Pi`)
    }
  }
  return violations
}

/**
 * Without a key, what is asked again after a failure is another request. Only the key of another app makes one fail here;
 * of the requests before, none may have been reported as paid.
 */
function ofLastRequest(
  { refusedElsewhere }: Facts,
  about: { order: Order; responses: readonly ClientResponse[]; end: Row | undefined },
): readonly ClientResponse[] {
  const { order, responses, end } = about
  if (order.isKeyed || !refusedElsewhere.has(order.name)) return responses
  return responses.filter(
    ({ row }) =>
      row == null ||
      row.payout_id === end?.payout_id ||
      !['failed', 'processing'].includes(row.status),
  )
}

function checkOrder(
  { payments, ends }: Facts,
  { name, address, stroops }: Order,
  transactions: readonly LedgerTransaction[],
  pi: ReadonlyMap<string, PiPayment>,
  fail: Fail,
) {
  const hashes = transactions.map(({ hash }) => hash)
  if (hashes.length > 1) fail('I1', `${name} is paid ${hashes.length} times: ${hashes.join(', ')}`)
  const end = ends.get(name)
  if (end == null || !isFinalRow(end)) {
    return fail('I5', `${name} is ${end?.status ?? 'unknown'} at the end`)
  }
  const isPaid = end.status === 'completed' || end.status === 'paid_unconfirmed'
  if (isPaid !== (hashes.length === 1)) {
    fail('I2', `${name} is ${end.status}, paid ${hashes.length} times`)
  }
  for (const { hash, memo = '' } of transactions) {
    const moved = payments.filter(({ transaction_hash: of }) => of === hash)
    const isRight =
      moved.length === 1 &&
      moved[0]?.to === address &&
      toStroops(moved[0].amount ?? '0') === stroops
    if (!isRight) fail('I2', `${name}: ${hash} pays another amount or someone else`)
    if (end.txid !== hash) fail('I2', `${name} names ${end.txid}, the ledger ${hash}`)
    const at = pi.get(memo)
    const isDone = at?.status.developer_completed === true && at.transaction?.txid === hash
    if (end.status === 'completed' && !isDone) fail('I2', `${name} is not completed at Pi`)
  }
}

function checkResponses(
  facts: Facts,
  about: {
    order: Order
    responses: readonly ClientResponse[]
    transactions: readonly LedgerTransaction[]
    end: Row | undefined
  },
  fail: Fail,
) {
  const { responses, transactions, end } = about
  const { forgotten } = facts
  const ofLast = ofLastRequest(facts, about)
  for (const response of ofLast) {
    const { order, asked, row, status, code } = response
    if (code === 'already_paid' && transactions.length !== 1) {
      fail('I4', `${order}: reported already paid, paid ${transactions.length} times`)
    }
    const isUnknown = asked !== 'create' && code === 'payment_not_found'
    if (isUnknown && !isUnknownForAReason(response, responses, forgotten)) {
      fail('I2', `${order}: ${asked} does not know it any more`)
    }
    if (row == null && NO.has(code ?? ''))
      fail('I4', `${order}: reported ${code} without its payout`)
    if (row == null) continue
    const isBinding = isFinalRow(row) && !isLostNo(response, forgotten)
    if (isBinding && end != null && row.txid !== end.txid) {
      fail('I4', `${order}: paid by ${row.txid}, at the end by ${end.txid}`)
    }
    if (end != null && row.payout_id !== end.payout_id) {
      fail('I4', `${order}: is ${row.payout_id} and ${end.payout_id}`)
    }
    if (isBinding && end != null && row.status !== end.status) {
      fail('I4', `${order}: reported ${row.status} (${status}), at the end ${end.status}`)
    }
    if (!isFinalRow(row) && isInWorkAfterAnEnd(response, ofLast, forgotten)) {
      fail('I4', `${order}: reported ${row.status} after the end was reported`)
    }
  }
}

/** I4: a no has a cause, and Pi's record no reason not to be finished. */
function checkCause(
  { refusedElsewhere }: Facts,
  about: { order: Order; responses: readonly ClientResponse[]; end: Row | undefined },
  fail: Fail,
) {
  const { order, responses, end } = about
  const { name, isPayable } = order
  const mayCancel = responses.some(({ asked }) => asked === 'cancel')
  // Another app does not know the user. That no is false, but the operator's: the proxy passes on what Pi said.
  const isRefused = !isPayable || refusedElsewhere.has(name)
  if (end?.status === 'failed' && !isRefused) fail('I4', `${name} failed for no reason`)
  if (end?.status === 'cancelled' && !mayCancel) {
    fail('I4', `${name} is cancelled, and no one asked for it`)
  }
  if (end?.status === 'paid_unconfirmed') fail('I4', `${name} is not completed at Pi`)
}

function checkMoney(
  { payments, transactions, wallet, spent }: Facts,
  paid: ReadonlyMap<string, readonly LedgerTransaction[]>,
  fail: Fail,
) {
  for (const name of paid.keys())
    if (name.startsWith('unknown order')) fail('I3', `paid for ${name}`)
  const out = payments.filter(({ from, to }) => from === wallet && to !== wallet)
  const successful = new Set(transactions.filter((each) => each.successful).map(({ hash }) => hash))
  const moved = out
    .filter(({ transaction_hash: hash }) => successful.has(hash))
    .reduce((sum, { amount = '0' }) => sum + toStroops(amount), 0n)
  const fees = transactions
    .filter(({ source_account: source }) => source === wallet)
    .reduce((sum, { fee_charged: fee }) => sum + BigInt(fee), 0n)
  if (spent !== moved + fees) fail('I3', `${spent} left the wallet, ${moved + fees} are known`)
}

/**
 * I6: what arrives was stored before. I7: an envelope with another sequence arrives only when a ledger has
 * used the first one, or has closed after its time.
 */
function checkEnvelopes(facts: Facts, fail: Fail) {
  const { arrivals, envelopes, transactions, wallet, twoSequences } = facts
  const usedIn = new Map(
    transactions
      .filter(({ source_account: source }) => source === wallet)
      .map((each) => [BigInt(each.source_account_sequence), each.ledger]),
  )
  for (const { hash, at, memo, stored } of arrivals) {
    const storedAt = envelopes.get(hash)
    if (storedAt == null) fail('I6', `${hash} of ${memo} has no row`)
    else if (stored === false || storedAt > at) fail('I6', `${hash} of ${memo} came before its row`)
  }
  for (const [memo, sent] of groupBy(arrivals, (arrival) => arrival.memo)) {
    for (const [index, later] of sent.entries()) {
      // Bytes that were sent before prove nothing new when they come again, late or twice.
      if (sent.findIndex(({ hash }) => hash === later.hash) < index) continue
      const live = sent
        .slice(0, index)
        .find(
          ({ sequence, maxTime }) =>
            sequence !== later.sequence &&
            (usedIn.get(sequence) ?? Infinity) > later.ledger &&
            maxTime >= later.closedAt,
        )
      if (live != null) fail('I7', `${memo}: ${later.sequence} while ${live.sequence} may apply`)
    }
  }
  for (const detail of twoSequences) fail('I7', `in the database: ${detail}`)
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string) {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group == null) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
