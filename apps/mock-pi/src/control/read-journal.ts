import {
  JOURNAL_DEFAULTS,
  type Journal as JournalPage,
  type JournalEntry,
  type JournalQuery,
  type JournalWaitQuery,
} from '@aloha-pi/contracts/control'
import type { Wait } from '../clock/waiting-room.ts'
import { describeExchange } from '../journal/describe-exchange.ts'
import type { Exchange } from '../journal/exchange.ts'
import { matchExchange } from '../journal/match-exchange.ts'
import type { World } from '../world/world.ts'

/** The newest entries that match, in the order of arrival. */
export function readJournal(world: World, query: JournalQuery = {}): JournalPage {
  const { limit = JOURNAL_DEFAULTS.limit } = query
  const matches = matchExchange(query, appOfPaymentIn(world))
  const { found, total } = world.journal.select(matches, Number(limit))
  return { entries: found.map((each) => entryOf(world, each)), total }
}

/** An exchange as it is shown. */
export function entryOf(world: World, exchange: Exchange): JournalEntry {
  return describeExchange(exchange, appOfPaymentIn(world))
}

/** The wait for enough requests; those that got a response or were held back count, also if they are forgotten meanwhile. */
export function waitForExchanges(
  world: World,
  query: JournalWaitQuery,
): Omit<Wait, 'signals'> & { found: () => JournalPage & { met: boolean } } {
  const { count = JOURNAL_DEFAULTS.count, wait_ms: timeoutMs = JOURNAL_DEFAULTS.wait_ms } = query
  const { journal } = world
  const matches = matchExchange(query, appOfPaymentIn(world))
  const { found: seen } = journal.select((each) => isSeen(each) && matches(each), Infinity)
  const found = new Map(seen.map((each) => [each.id, each]))

  function look(exchange: Exchange) {
    if (matches(exchange)) found.set(exchange.id, exchange)
  }
  return {
    isOver: () => found.size >= Number(count),
    msUntilDue: () => null,
    changes: [
      (listener) =>
        journal.onExchange((exchange) => {
          look(exchange)
          listener()
        }),
    ],
    timeoutMs: Number(timeoutMs),
    found() {
      const inOrder = [...found.values()].toSorted((a, b) => a.id - b.id)
      const newest = inOrder.slice(-JOURNAL_DEFAULTS.limit)
      const entries = newest.map((each) => entryOf(world, each))
      return { met: found.size >= Number(count), total: found.size, entries }
    },
  }
}

function isSeen({ durationMs, isHeld }: Exchange): boolean {
  return durationMs != null || isHeld
}

function appOfPaymentIn(world: World) {
  return (id: string) => world.payments.find(id)?.appId
}
