import { describeIssue } from '@aloha-pi/contracts'
import {
  journalQuerySchema,
  journalWaitQuerySchema,
  replaySchema,
} from '@aloha-pi/contracts/control'
import type {
  Journal,
  JournalEntry,
  JournalQuery,
  JournalWait,
  JournalWaitQuery,
  Replay,
} from '@aloha-pi/contracts/wire'
import type * as z from 'zod'
import { realTimer } from '../clock/real-timer.ts'
import { createWaitingRoom } from '../clock/waiting-room.ts'
import { readJournal, waitForExchanges } from '../control/read-journal.ts'
import { replayExchange } from '../control/replay-exchange.ts'
import type { World } from '../world/world.ts'

/** What a mock was asked, as the control API shows it. */
export type MockJournal = {
  /** In the order of arrival. */
  list(query?: JournalQuery): Journal
  /** Resolves when `count` requests have matched, or after `wait_ms` with `met: false`. */
  waitFor(query?: JournalWaitQuery): Promise<JournalWait>
  /** Forgets all; ids go on counting. */
  clear(): void
  /** Sends a request again, with the present key of its app; throws when it cannot. */
  replay(entryId: number, options?: Replay): Promise<JournalEntry>
}

export function createMockJournal(
  world: World,
  { closing, own }: { closing: AbortSignal; own: { address: string; port: number } },
): MockJournal {
  const room = createWaitingRoom(() => world.limits.waiting, realTimer)
  return {
    list: (query = {}) => readJournal(world, check(journalQuerySchema, query)),
    async waitFor(query = {}) {
      const { found, ...wait } = waitForExchanges(world, check(journalWaitQuerySchema, query))
      const end = await room.wait({ ...wait, signals: [world.ended, closing] })
      if (end === 'over') return found()
      throw new Error(`At most ${world.limits.waiting} calls can wait at the same time`)
    },
    clear: () => void world.journal.clear(),
    async replay(entryId, options = {}) {
      const { app_id: appId } = check(replaySchema, options)
      const replayed = await replayExchange(world, entryId, { appId, own })
      if (replayed.ok) return replayed.entry
      throw new Error(replayed.refusal.body.error_message)
    },
  }
}

function check<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const { field, rule } = describeIssue(parsed.error, 'query')
  throw new TypeError(`${field} ${rule}`)
}
