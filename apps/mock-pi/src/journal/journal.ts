import { weighExchange, type Exchange } from './exchange.ts'

/** How much a journal keeps. */
export type JournalLimits = {
  /** Requests in the journal; older ones are forgotten. */
  journal: number
  /** Bytes of all of them together; beyond it the oldest are forgotten. */
  journalBytes: number
}

export type Journal = {
  /** Keeps a request that has just arrived, under the next id. */
  begin(exchange: Omit<Exchange, 'id' | 'weight'>): Exchange
  /** The response is complete, or the connection is gone. */
  finish(exchange: Exchange): void
  /** More of its body came after its response. */
  grow(exchange: Exchange): void
  /** A fault holds the response back: who waits for the request is told of it now. */
  holdBack(exchange: Exchange, fault: string): void
  find(id: number): Exchange | undefined
  /** Oldest first. */
  list(): IterableIterator<Exchange>
  size(): number
  /** Forgets all; returns how many there were. Ids go on counting. */
  clear(): number
  /** Calls the listener for each exchange that ends or is held back; returns the unsubscribe function. */
  onExchange(listener: (exchange: Exchange) => void): () => void
}

/** Max entries that a mock may keep. */
export const MAX_JOURNAL = 100_000

export function createJournal(limits: JournalLimits): Journal {
  const exchanges = new Map<number, Exchange>()
  const listeners = new Set<(exchange: Exchange) => void>()
  let last = 0
  let bytes = 0

  function weigh(exchange: Exchange) {
    // It may be forgotten already, or have been cleared.
    if (!exchanges.has(exchange.id)) return
    const weight = weighExchange(exchange)
    bytes += weight - exchange.weight
    exchange.weight = weight
    forgetOldest()
  }
  function forgetOldest() {
    for (const [id, exchange] of exchanges) {
      if (exchanges.size <= limits.journal && bytes <= limits.journalBytes) return
      exchanges.delete(id)
      bytes -= exchange.weight
    }
  }
  function tell(exchange: Exchange) {
    for (const listener of listeners) listener(exchange)
  }
  return {
    begin(arrived) {
      const exchange = { ...arrived, id: (last += 1), weight: 0 }
      exchanges.set(exchange.id, exchange)
      return exchange
    },
    finish(exchange) {
      weigh(exchange)
      tell(exchange)
    },
    grow: weigh,
    holdBack(exchange, fault) {
      exchange.fault = fault
      tell(exchange)
    },
    find: (id) => exchanges.get(id),
    list: () => exchanges.values(),
    size: () => exchanges.size,
    clear() {
      const { size } = exchanges
      exchanges.clear()
      bytes = 0
      return size
    },
    onExchange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
