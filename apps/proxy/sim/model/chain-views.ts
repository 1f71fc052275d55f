import type { SimChain } from './chain-of-wallet.ts'
import { GENESIS, RESERVE, type ChainState, type Closed } from './chain-state.ts'

/** What Horizon shows of the chain, `lagMs` late. */
export function createChainViews(
  chain: ChainState,
  { pageSize, intervalMs }: { pageSize: number; intervalMs: number },
): Pick<SimChain, 'account' | 'ledger' | 'transactions' | 'unread' | 'transaction'> {
  const { random, faults, wallet, transactions, applied, closed } = chain
  const seenAt = (lagMs: number): Closed => {
    const behind = Math.floor(lagMs / intervalMs)
    return closed[Math.max(0, closed.length - 1 - behind)] ?? chain.last
  }
  return {
    account(lagMs) {
      const { sequence: ledger, walletSequence: sequence, balance, count } = seenAt(lagMs)
      const available = balance > RESERVE ? balance - RESERVE : 0n
      const modifiedLedger = transactions[count - 1]?.ledger ?? GENESIS
      const header = faults().isHeaderMissing ? null : ledger
      return { sequence, balance, available, ledger: header, modifiedLedger }
    },
    ledger(which, lagMs) {
      const seen = seenAt(lagMs)
      if (which === 'latest') return { sequence: seen.sequence, closedAt: seen.closedAt }
      if (which > seen.sequence) return undefined
      const found = closed[which - GENESIS]
      return found && { sequence: found.sequence, closedAt: found.closedAt }
    },
    transactions(cursor, lagMs, holes) {
      const { count } = seenAt(lagMs)
      // Most ask for what is new: near the end.
      const from =
        cursor == null
          ? 0
          : transactions.findLastIndex(({ pagingToken }) => pagingToken <= cursor) + 1
      const page = transactions.slice(from, Math.min(count, from + pageSize))
      const hole = random.chance(holes) ? random.int(0, page.length) : -1
      const shown = page.filter((_transaction, i) => i !== hole)
      return { transactions: shown, isFull: page.length === pageSize }
    },
    unread(cursor) {
      const left = transactions.filter(({ pagingToken }) => cursor == null || pagingToken > cursor)
      const leaps = left.filter(({ source, bumpTo }) => source !== wallet && bumpTo != null).length
      return { pages: Math.ceil(left.length / pageSize), leaps }
    },
    transaction(hash, lagMs) {
      const found = applied.get(hash)
      return found != null && found.ledger <= seenAt(lagMs).sequence ? found : undefined
    },
  }
}
