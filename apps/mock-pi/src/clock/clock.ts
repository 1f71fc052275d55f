import { LAST_CLOCK_TIME } from '@aloha-pi/contracts/control'
import type { SavedClock } from '../saved/saved-world.ts'

/**
 * The mock's time in ms. It runs with the real time until it is frozen or at the last instant, and never goes back.
 */
export type Clock = {
  now(): number
  isFrozen(): boolean
  /** How far (ms) it is ahead of the real time; negative: behind. */
  ahead(): number
  /** Real ms until it shows an instant; 0: it does already; null: it will not by itself. */
  realMsUntil(instant: number): number | null
  freeze(): void
  resume(): void
  /** Runs with the real time again: at once, or when that has come up with it. */
  followReal(): void
  /** Moves on by `ms`. */
  advance(ms: number): Move
  /** Moves on to `to`. */
  jump(to: number): Move
  /** Calls the listener whenever someone froze, resumed or moved it; returns the unsubscribe function. */
  onMove(listener: () => void): () => void
  /** Another clock that shows the same time and runs as this one does. */
  copy(): Clock
  saved(): SavedClock
}

/** Where a move led; `past` and `beyond` the last instant are not gone to. */
export type Move = 'moved' | 'past' | 'beyond'

/** The clock stops here. */
export const LAST_INSTANT = Date.parse(LAST_CLOCK_TIME)

type ClockState = { offset: number; latest: number; frozen: boolean }

/** A clock that shows the real time, or one that is stopped at an instant. */
export function createClock(realNow: () => number, stoppedAt?: number): Clock {
  return stoppedAt == null
    ? openClock(realNow, { offset: 0, latest: Math.min(realNow(), LAST_INSTANT), frozen: false })
    : openClock(realNow, { offset: 0, latest: stoppedAt, frozen: true })
}

/** A clock that goes on from the saved instant; with `aheadMs` from the one that it would show by now. */
export function loadClock(
  realNow: () => number,
  { now: latest, frozen }: SavedClock,
  aheadMs?: number,
): Clock {
  return openClock(realNow, { offset: aheadMs ?? latest - realNow(), latest, frozen })
}

function openClock(realNow: () => number, { offset, latest, frozen }: ClockState): Clock {
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }

  // The real time may be set back; the mock's stops until it is reached again.
  const now = () => {
    if (!frozen) latest = Math.max(latest, Math.min(realNow() + offset, LAST_INSTANT))
    return latest
  }
  // The time runs on between two readings: `from` is the only one.
  const move = (from: number, to: number): Move => {
    if (to > LAST_INSTANT) return 'beyond'
    if (to < from) return 'past'
    offset += to - from
    latest = to
    tell()
    return 'moved'
  }
  return {
    now,
    isFrozen: () => frozen,
    ahead() {
      const at = now()
      const real = realNow()
      // While it runs, two readings would differ by what passes between them.
      return !frozen && real + offset >= at ? offset : at - real
    },
    realMsUntil(instant) {
      if (instant <= now()) return 0
      return frozen || instant > LAST_INSTANT ? null : instant - (realNow() + offset)
    },
    freeze() {
      now()
      frozen = true
      tell()
    },
    resume() {
      if (frozen) offset = latest - realNow()
      frozen = false
      tell()
    },
    followReal() {
      now()
      offset = 0
      frozen = false
      now()
      tell()
    },
    advance(ms) {
      const from = now()
      return move(from, from + ms)
    },
    jump: (to) => move(now(), to),
    copy: () => openClock(realNow, { offset, latest, frozen }),
    saved: () => ({ now: now(), frozen }),
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
