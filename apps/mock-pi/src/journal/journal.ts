import type { Exchange } from './exchange.ts'
import { createKeptExchanges, type JournalLimits, type KeptExchanges } from './kept-exchanges.ts'

export type Journal = Pick<KeptExchanges, 'find' | 'select' | 'size'> & {
  /** Keeps a request that has just arrived, and gives it the next id. */
  begin(exchange: Exchange): void
  /** The response is complete, or the connection is gone. */
  finish(exchange: Exchange): void
  /** Nothing of it comes any more, not of its body either. */
  freeze(exchange: Exchange): void
  /** A fault holds the response back: who waits for the request sees it now. */
  holdBack(exchange: Exchange): void
  /** Forgets all; returns how many there were. Ids go on counting. */
  clear(): number
  /** Calls the listener for each exchange that ends or is held back; returns the unsubscribe function. */
  onExchange(listener: (exchange: Exchange) => void): () => void
}

/** Max entries that a mock may keep. */
export const MAX_JOURNAL = 100_000

export function createJournal(limits: JournalLimits): Journal {
  const listeners = new Set<(exchange: Exchange) => void>()
  const kept = createKeptExchanges(limits)
  let last = 0

  function emit(exchange: Exchange) {
    for (const listener of listeners) listener(exchange)
  }
  return {
    begin(exchange) {
      exchange.id = last += 1
      kept.add(exchange)
    },
    finish: emit,
    freeze: kept.freeze,
    holdBack: emit,
    find: kept.find,
    select: kept.select,
    size: kept.size,
    clear() {
      const cleared = kept.size()
      kept.clear()
      return cleared
    },
    onExchange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
