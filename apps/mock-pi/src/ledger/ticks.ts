import type { SavedTicks } from '../saved/saved-ledger.ts'
import type { LedgerClose } from './ledger.ts'

/** Ledgers that are due: the first at an instant (ms), the others one interval after another. */
export type DueLedgers = { at: number; every: number; count: number }

/** When ledgers close by themselves. A changed interval counts from the first call that sees it. */
export type Ticks = {
  /** Takes the ledgers that are due by now, at most `most` of them; null: none. */
  take(now: number, most: number): DueLedgers | null
  /** How many would be due at an instant. */
  countDue(instant: number): number
  /** The interval or mode from now on. */
  follow(close: LedgerClose, now: number): void
  /** The instant of the next ledger; null when none closes by itself. */
  next(): number | null
  copy(): Ticks
  saved(): SavedTicks
}

/** A jump of the clock makes no more ledgers than this: the rest of the time nothing closed. */
const MAX_AT_ONCE = 10_000_000

export function createTicks(close: LedgerClose, start: number): Ticks {
  let mode = close
  let last = start
  const intervals = (now: number) =>
    typeof mode === 'number' ? Math.floor((now - last) / mode) : 0
  return {
    take(now, most) {
      if (typeof mode !== 'number') return null
      const due = intervals(now)
      if (due <= 0) return null
      // Of too many, the newest.
      if (due > MAX_AT_ONCE) last += (due - MAX_AT_ONCE) * mode
      const count = Math.min(due, MAX_AT_ONCE, most)
      const at = last + mode
      last += count * mode
      return { at, every: mode, count }
    },
    countDue: (instant) => Math.min(Math.max(0, intervals(instant)), MAX_AT_ONCE),
    follow(next, now) {
      if (next === mode) return
      mode = next
      last = now
    },
    next: () => (typeof mode === 'number' ? last + mode : null),
    copy: () => createTicks(mode, last),
    saved: () => ({ mode, last }),
  }
}
