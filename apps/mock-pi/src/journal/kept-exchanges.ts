import { createByteRing } from './byte-ring.ts'
import type { Exchange } from './exchange.ts'
import { FrozenExchange, textOf, type ExchangeParts } from './frozen-exchange.ts'
import { place, PLACES, SHARED } from './exchange-places.ts'
import { keptSizeOf, writeBody } from './kept-body.ts'

/** How much a journal keeps. */
export type JournalLimits = {
  /** Requests in the journal; older ones are forgotten. */
  journal: number
  /** Bytes of all of them together; beyond it the oldest are forgotten. */
  journalBytes: number
}

/** The newest exchanges, by their ids, which follow one another. */
export type KeptExchanges = {
  /** Keeps it as the newest one, which may still change. */
  add(exchange: Exchange): void
  /** It does not change any more. */
  freeze(exchange: Exchange): void
  find(id: number): Exchange | undefined
  /** The newest `limit` that match, oldest first, and how many match. `matches` must not keep what it is given. */
  select(
    matches: (exchange: Exchange) => boolean,
    limit: number,
  ): { found: Exchange[]; total: number }
  size(): number
  clear(): void
}

/**
 * Exchanges that do not change are numbers and bytes. If each were objects, they would outlive young garbage, and the
 * garbage collector would take a third of the throughput.
 */
export function createKeptExchanges({ journal: max, journalBytes }: JournalLimits): KeptExchanges {
  let numbers = new Float64Array(0)
  let shared: unknown[] = []
  /** Those that may still change. */
  let open: (Exchange | undefined)[] = []
  let newest = 0
  let size = 0

  const slotOf = (id: number) => id % max
  const parts: ExchangeParts = {
    number: (id, at) => numbers[slotOf(id) * PLACES + at] ?? Number.NaN,
    // `freeze` wrote it under this name.
    shared: (id, name) => shared[slotOf(id) * SHARED.length + SHARED.indexOf(name)] as never,
    bytes: () => ring.bytes(),
  }
  const isFrozen = (id: number) => id > 0 && parts.number(id, place.id) === id
  const ring = createByteRing({
    max: journalBytes,
    isKept: (id, start) => isFrozen(id) && parts.number(id, place.start) === start,
    forget,
    move(id, start) {
      numbers[slotOf(id) * PLACES + place.start] = start
    },
  })

  function forget(id: number) {
    const slot = slotOf(id)
    if (!isFrozen(id) && open[slot]?.id !== id) return
    numbers[slot * PLACES + place.id] = 0
    shared.fill(undefined, slot * SHARED.length, (slot + 1) * SHARED.length)
    open[slot] = undefined
    size -= 1
  }
  /** Writes it into the ring; false when it is larger than all that the journal may keep. */
  function write(exchange: Exchange): boolean {
    const { id, sent, received } = exchange
    const text = textOf(exchange)
    const sentKept = keptSizeOf(sent)
    const receivedKept = keptSizeOf(received)
    // A character takes at most three bytes.
    const start = ring.begin(id, text.length * 3 + sentKept + receivedKept)
    if (start == null) return false
    const bytes = ring.bytes()
    const textSize = bytes.write(text, start)
    writeBody(sent, bytes, start + textSize)
    writeBody(received, bytes, start + textSize + sentKept)
    ring.end(textSize + sentKept + receivedKept)
    const base = slotOf(id) * PLACES
    numbers[base + place.start] = start
    numbers[base + place.id] = id
    numbers[base + place.at] = exchange.at
    numbers[base + place.startedAt] = exchange.startedAt
    numbers[base + place.duration] = exchange.durationMs ?? Number.NaN
    numbers[base + place.status] = exchange.response?.status ?? Number.NaN
    numbers[base + place.requestLines] = 1 + exchange.headers.length
    numbers[base + place.textSize] = textSize
    numbers[base + place.sentKept] = sentKept
    numbers[base + place.sentBytes] = sent?.bytes ?? Number.NaN
    numbers[base + place.receivedKept] = receivedKept
    numbers[base + place.receivedBytes] = received?.bytes ?? Number.NaN
    const first = slotOf(id) * SHARED.length
    // One by one, in the order of SHARED: this runs for every request.
    shared[first] = exchange.api
    shared[first + 1] = exchange.method
    shared[first + 2] = exchange.credential
    shared[first + 3] = exchange.caller
    shared[first + 4] = exchange.route
    shared[first + 5] = exchange.validation
    shared[first + 6] = exchange.fault
    return true
  }
  function read(id: number): Exchange | undefined {
    if (isFrozen(id)) return new FrozenExchange(id, parts)
    const exchange = open[slotOf(id)]
    return exchange?.id === id ? exchange : undefined
  }
  return {
    add(exchange) {
      if (numbers.length === 0) {
        numbers = new Float64Array(max * PLACES)
        shared = Array.from({ length: max * SHARED.length })
        open = Array.from({ length: max })
      }
      forget(exchange.id - max)
      newest = exchange.id
      open[slotOf(newest)] = exchange
      size += 1
    },
    freeze(exchange) {
      const slot = slotOf(exchange.id)
      // It may be forgotten already, or have been cleared.
      if (open[slot] !== exchange) return
      if (write(exchange)) open[slot] = undefined
      else forget(exchange.id)
    },
    find(id) {
      const exchange = read(id)
      return exchange == null ? undefined : copyOf(exchange)
    },
    select(matches, limit) {
      const found: Exchange[] = []
      let total = 0
      for (let id = newest, left = size; left > 0 && id > newest - max; id -= 1) {
        const exchange = read(id)
        if (exchange == null) continue
        left -= 1
        if (!matches(exchange)) continue
        total += 1
        if (found.length < limit) found.push(copyOf(exchange))
      }
      return { found: found.toReversed(), total }
    },
    size: () => size,
    clear() {
      numbers.fill(0)
      shared.fill(undefined)
      open.fill(undefined)
      ring.clear()
      size = 0
    },
  }
}

/** One that may still change stays itself. */
function copyOf(exchange: Exchange): Exchange {
  return exchange instanceof FrozenExchange ? exchange.copy() : exchange
}
