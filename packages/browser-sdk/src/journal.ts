import type { Report } from './mock/wallet-wire.ts'

export type JournalEntry = {
  report: Report
  /** By the mock's clock, in ms since 1970; undefined before the first response of the mock. */
  at: number | undefined
}

/** What the page called, and what it was called with. */
export type Journal = {
  add(report: Report): void
  /** The newest entries, oldest first. */
  latest(): readonly JournalEntry[]
  onAdd(listener: (entry: JournalEntry) => void): void
}

const KEPT = 5
/** Characters; the mock takes a thousand. */
const MAX_DETAIL = 300

export function createJournal(now: () => number | undefined): Journal {
  let kept: JournalEntry[] = []
  const listeners: ((entry: JournalEntry) => void)[] = []
  return {
    add({ detail, ...rest }) {
      const report = { ...rest, ...(detail != null && { detail: detail.slice(0, MAX_DETAIL) }) }
      const entry = { report, at: now() }
      kept = [...kept, entry].slice(-KEPT)
      for (const listener of listeners) listener(entry)
    },
    latest() {
      kept = kept.map(({ report, at }) => ({ report, at: at ?? now() }))
      return kept
    },
    onAdd: (listener) => void listeners.push(listener),
  }
}
