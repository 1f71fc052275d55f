/** The mock's time in ms. It runs with the real time until it is frozen, and never goes back. */
export type Clock = {
  now(): number
  isFrozen(): boolean
  freeze(): void
  resume(): void
  /** Moves on by `ms`; false when that leads beyond the last instant. */
  advance(ms: number): boolean
  /** Moves on to `to`; false when that lies in the past or beyond the last instant. */
  jump(to: number): boolean
  /** Tells whenever somebody froze, resumed or moved it; answers how to stop that. */
  onMove(listener: () => void): () => void
}

/** The last instant that ISO 8601 writes with four digits of year. */
export const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

export function createClock(realNow: () => number): Clock {
  let offset = 0
  let latest = realNow()
  let frozen = false
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }

  // The real time may be set back; the mock's stands still until it is reached again.
  const now = () => (frozen ? latest : (latest = Math.max(latest, realNow() + offset)))
  const move = (to: number) => {
    const from = now()
    if (to < from || to > LAST_INSTANT) return false
    offset += to - from
    latest = to
    tell()
    return true
  }
  return {
    now,
    isFrozen: () => frozen,
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
    advance: (ms) => move(now() + ms),
    jump: move,
    onMove(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
