import type { Report } from './mock/wallet-wire.ts'

export type JournalEntry = Report & {
  /** By the mock's clock as the page knows it, in ms since 1970. */
  at: number
}

/** What the page called, and what it was called with. */
export type Journal = {
  add(report: Report): void
  /** The newest entries, oldest first. */
  latest(): readonly JournalEntry[]
  onAdd(listener: (entry: JournalEntry) => void): void
}

const KEPT = 5
const MAX_DETAIL = 300

export function createJournal(now: () => number): Journal {
  const kept: JournalEntry[] = []
  const listeners: ((entry: JournalEntry) => void)[] = []
  return {
    add(report) {
      const { detail } = report
      const entry = {
        ...report,
        ...(detail != null && { detail: detail.slice(0, MAX_DETAIL) }),
        at: now(),
      }
      kept.push(entry)
      if (kept.length > KEPT) kept.shift()
      for (const listener of listeners) listener(entry)
    },
    latest: () => kept,
    onAdd: (listener) => void listeners.push(listener),
  }
}
