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
  list(): Exchange[]
  size(): number
  /** Forgets all; returns how many there were. Ids go on counting. */
  clear(): number
  /** Calls the listener for each exchange that ends or is held back; returns the unsubscribe function. */
  onExchange(listener: (exchange: Exchange) => void): () => void
}

/** Max entries that a mock may keep. */
export const MAX_JOURNAL = 100_000

/** Forgotten entries at the beginning of the list are cut off when there are this many, and as many as others. */
const SWEEP = 1_000

export function createJournal(limits: JournalLimits): Journal {
  const listeners = new Set<(exchange: Exchange) => void>()
  // Ids follow one another, so a place in the list is found by counting. A map would step over what was deleted.
  let kept: (Exchange | undefined)[] = []
  let first = 0
  let last = 0
  let bytes = 0

  const size = () => kept.length - first
  function find(id: number): Exchange | undefined {
    const place = kept.length - 1 - (last - id)
    return place < first ? undefined : kept[place]
  }
  function weigh(exchange: Exchange) {
    // It may be forgotten already, or have been cleared.
    if (find(exchange.id) !== exchange) return
    const weight = weighExchange(exchange)
    bytes += weight - exchange.weight
    exchange.weight = weight
    while (size() > 0 && (size() > limits.journal || bytes > limits.journalBytes)) forgetOldest()
  }
  function forgetOldest() {
    bytes -= kept[first]?.weight ?? 0
    kept[first] = undefined
    first += 1
    if (first < SWEEP || first < size()) return
    kept = kept.slice(first)
    first = 0
  }
  function tell(exchange: Exchange) {
    for (const listener of listeners) listener(exchange)
  }
  return {
    begin(arrived) {
      const exchange = { ...arrived, id: (last += 1), weight: 0 }
      kept.push(exchange)
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
    find,
    list: () => kept.slice(first).filter((each) => each != null),
    size,
    clear() {
      const cleared = size()
      kept = []
      first = 0
      bytes = 0
      return cleared
    },
    onExchange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
