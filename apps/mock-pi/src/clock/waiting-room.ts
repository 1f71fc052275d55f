import type { Timer } from './real-timer.ts'

/** What somebody waits for. */
export type Wait = {
  /** Whether it has come; asked at once and after each change. */
  isOver: () => boolean
  /** Real ms until it may have come without a change; null: only a change brings it. */
  msUntilDue: () => number | null
  /** Each calls its listener after a change and returns its unsubscribe function. */
  changes: readonly ((listener: () => void) => () => void)[]
  /** Real ms after which the wait ends all the same. */
  timeoutMs: number
  /** Each ends the wait. */
  signals: readonly AbortSignal[]
}

export type WaitingRoom = {
  /** Resolves when the wait is over; `full`: too many wait already, and so this one did not. */
  wait(wait: Wait): Promise<'over' | 'full'>
  /** How many wait now. */
  count(): number
}

/** Lets at most `limit()` wait at the same time. A wait that is over leaves no timer and no listener behind. */
export function createWaitingRoom(limit: () => number, timer: Timer): WaitingRoom {
  let count = 0
  return {
    async wait(wait) {
      if (wait.timeoutMs <= 0 || isAborted(wait) || wait.isOver()) return 'over'
      if (count >= limit()) return 'full'
      count += 1
      try {
        await untilOver(wait, timer)
        return 'over'
      } finally {
        count -= 1
      }
    },
    count: () => count,
  }
}

function isAborted({ signals }: Wait): boolean {
  return signals.some(({ aborted }) => aborted)
}

function untilOver(wait: Wait, timer: Timer): Promise<void> {
  const { isOver, msUntilDue, changes, timeoutMs, signals } = wait
  return new Promise((resolve, reject) => {
    let stopDue = () => {}
    const stops = [
      timer(timeoutMs, end),
      ...changes.map((subscribe) => subscribe(look)),
      ...signals.map((signal) => {
        signal.addEventListener('abort', end)
        return () => signal.removeEventListener('abort', end)
      }),
      () => stopDue(),
    ]
    awaitDue()

    function look() {
      try {
        if (isOver()) return end()
        awaitDue()
      } catch (error) {
        stop()
        reject(error)
      }
    }
    function awaitDue() {
      stopDue()
      const ms = msUntilDue()
      // A timer may come a moment early.
      if (ms != null && ms < timeoutMs) stopDue = timer(Math.max(1, ms), look)
    }
    function end() {
      stop()
      resolve()
    }
    function stop() {
      for (const each of stops) each()
    }
  })
}
