import { KeptTransaction } from './kept-transaction.ts'
import type { HistoryQuery, LedgerOperation, LedgerTransaction, Page } from './ledger.ts'
import { balanceOf } from './outcome.ts'
import { operationParticipants, transactionParticipants } from './participants.ts'
import { createSlidingList, firstPlace, type SlidingList } from './sliding-list.ts'
import { totalOrderId } from './total-order-id.ts'

/** Transactions of closed ledgers, up to the ledger `newest` that the reader knows. */
export type TransactionHistory = {
  append(transactions: readonly LedgerTransaction[]): void
  /** Forgets so many of the oldest transactions. */
  forget(count: number): void
  count(): number
  find(hash: string, newest: number): LedgerTransaction | undefined
  /** Whether a transaction made or paid out the claimable balance. */
  knowsBalance(id: string, newest: number): boolean
  transactions(query: HistoryQuery, newest: number, page: Page): LedgerTransaction[]
  operations(query: OperationQuery, newest: number, page: Page): LedgerOperation[]
  copy(): TransactionHistory
  /** All of them, oldest first. */
  all(): KeptTransaction[]
}
export type OperationQuery = HistoryQuery & { transaction?: string; paymentsOnly: boolean }

type KeptHistory = {
  all: SlidingList<KeptTransaction>
  /** By addresses of accounts and ids of claimable balances, which are no addresses. */
  byOwner: Map<string, SlidingList<LedgerTransaction>>
  byHash: Map<string, LedgerTransaction>
}

export function createTransactionHistory(): TransactionHistory {
  return openHistory({ all: createSlidingList(), byOwner: new Map(), byHash: new Map() })
}

function openHistory({ all, byOwner, byHash }: KeptHistory): TransactionHistory {
  const listOf = (owner: string) => {
    const list = byOwner.get(owner) ?? createSlidingList<LedgerTransaction>()
    byOwner.set(owner, list)
    return list
  }
  const find = (hash: string, newest: number) => {
    const transaction = byHash.get(hash)
    return transaction != null && transaction.ledger <= newest ? transaction : undefined
  }
  const inOrder = (query: HistoryQuery, newest: number, page: Page) => {
    const owner = query.account ?? query.balance
    const list = owner == null ? all : byOwner.get(owner)
    return list == null ? [] : walk(list, query, newest, page)
  }
  const behind = ({ transaction, ...query }: OperationQuery, newest: number, page: Page) => {
    if (transaction == null) return inOrder(query, newest, page)
    const found = find(transaction, newest)
    return found == null ? [] : [found]
  }
  return {
    append(transactions) {
      for (const transaction of transactions) {
        const { envelope } = transaction
        const kept = new KeptTransaction(transaction)
        all.push(kept)
        byHash.set(envelope.hash, kept)
        for (const owner of ownersOf(transaction)) listOf(owner).push(kept)
      }
    },
    forget(count) {
      for (let turn = 0; turn < count; turn++) {
        const oldest = all.shift()
        if (oldest == null) break
        const { envelope, outcomes } = oldest
        byHash.delete(envelope.hash)
        for (const owner of ownersOf({ envelope, outcomes })) {
          const list = listOf(owner)
          list.shift()
          if (list.start() === list.end()) byOwner.delete(owner)
        }
      }
    },
    count: () => all.end() - all.start(),
    find,
    knowsBalance(id, newest) {
      const list = byOwner.get(id)
      const oldest = list?.at(list.start())
      return oldest != null && oldest.ledger <= newest
    },
    transactions: (query, newest, page) =>
      take(beyond(inOrder(query, newest, page), transactionId, page), page.limit),
    operations(query, newest, page) {
      const operations = operationsOf(behind(query, newest, page), query, page.order)
      return take(
        beyond(operations, ({ id }) => id, page),
        page.limit,
      )
    },
    copy: () =>
      openHistory({
        all: all.copy(),
        byOwner: new Map(Array.from(byOwner, ([owner, list]) => [owner, list.copy()])),
        byHash: new Map(byHash),
      }),
    all: () => all.items(),
  }
}

/** Accounts and claimable balances in whose history a transaction is listed. */
function ownersOf({
  envelope,
  outcomes,
}: Pick<LedgerTransaction, 'envelope' | 'outcomes'>): string[] {
  const balances = outcomes.flatMap((outcome) => balanceOf(outcome)?.id ?? [])
  return [...transactionParticipants(envelope), ...new Set(balances)]
}

const transactionId = ({ ledger, index }: LedgerTransaction) => totalOrderId(ledger, index)

/** Transactions of a list in the page's order, from about its cursor on. */
function* walk(
  list: SlidingList<LedgerTransaction>,
  { ledger, includeFailed }: HistoryQuery,
  newest: number,
  { cursor, order }: Page,
): Generator<LedgerTransaction> {
  const placeOf = (id: bigint) => firstPlace(list, (item) => transactionId(item) < id)
  const low = totalOrderId(ledger ?? 0)
  const high = totalOrderId(Math.min(ledger ?? newest, newest) + 1)
  // One more on the side of the cursor: it may be at an operation inside a transaction.
  const from = Math.max(placeOf(low), order === 'asc' && cursor != null ? placeOf(cursor) - 1 : 0)
  const to = Math.min(
    placeOf(high),
    order === 'desc' && cursor != null ? placeOf(cursor) : Infinity,
  )
  for (let step = 0; step < to - from; step++) {
    const transaction = list.at(order === 'asc' ? from + step : to - 1 - step)
    if (transaction != null && (includeFailed || transaction.successful)) yield transaction
  }
}

function* operationsOf(
  transactions: Iterable<LedgerTransaction>,
  { account, balance, includeFailed, paymentsOnly, ledger }: OperationQuery,
  order: Page['order'],
): Generator<LedgerOperation> {
  for (const transaction of transactions) {
    const { envelope, successful, outcomes, ledger: own, index: place } = transaction
    if ((!includeFailed && !successful) || (ledger != null && ledger !== own)) continue
    const records = envelope.operations.map((operation, index) => ({
      id: totalOrderId(own, place, index + 1),
      index: index + 1,
      operation,
      outcome: outcomes[index],
      transaction,
    }))
    for (const record of order === 'asc' ? records : records.toReversed()) {
      if (paymentsOnly && !MOVES_PI.has(record.operation.type)) continue
      if (balance != null && balanceOf(record.outcome)?.id !== balance) continue
      const concerned = account == null || operationParticipants(record.operation, envelope)
      if (concerned === true || concerned.includes(account ?? '')) yield record
    }
  }
}

const MOVES_PI = new Set(['payment', 'create_account'])

function* beyond<Item>(
  items: Iterable<Item>,
  idOf: (item: Item) => bigint,
  { cursor, order }: Page,
): Generator<Item> {
  for (const item of items) {
    const isBeyond = cursor == null || (order === 'asc' ? idOf(item) > cursor : idOf(item) < cursor)
    if (isBeyond) yield item
  }
}

function take<Item>(items: Iterable<Item>, limit: number): Item[] {
  const taken: Item[] = []
  if (limit <= 0) return taken
  for (const item of items) {
    taken.push(item)
    if (taken.length === limit) break
  }
  return taken
}
