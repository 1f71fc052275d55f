import type { Clock } from '../clock/clock.ts'
import type { Timer } from '../clock/real-timer.ts'
import type { Ledger } from './ledger.ts'

export type WaitPorts = {
  ledger: Ledger
  clock: Pick<Clock, 'now' | 'isFrozen' | 'onMove'>
  timer: Timer
}

/** The interval may be switched while someone waits; so it is looked up at least this often. */
const LOOK_AGAIN_MS = 1000

/**
 * Asks again whenever a ledger may have closed, until there is a response; null after `timeoutMs` of the
 * mock's clock or of real time, whichever ends first, or when the signal aborts. Leaves no timer behind.
 */
export function waitForLedger<Result>(
  { ledger, clock, timer }: WaitPorts,
  ask: () => Result | null,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Result | null> {
  return new Promise((resolve, reject) => {
    const deadline = clock.now() + timeoutMs
    let isOver = false
    let stopLooking = () => {}
    const giveUp = () => end(null)
    const stops = [
      timer(timeoutMs, giveUp),
      ledger.onClose(look),
      clock.onMove(look),
      () => signal?.removeEventListener('abort', giveUp),
      () => stopLooking(),
    ]
    signal?.addEventListener('abort', giveUp)
    if (signal?.aborted) giveUp()
    else look()

    function look() {
      try {
        const response = ask()
        // Asking may close ledgers, which asks again from within.
        if (isOver) return
        if (response != null || clock.now() >= deadline) return end(response)
        stopLooking()
        // A frozen clock closes nothing by itself: moving it is reported.
        if (!clock.isFrozen()) stopLooking = timer(nextLook(), look)
      } catch (error) {
        stop()
        reject(error)
      }
    }
    function nextLook() {
      const next = ledger.nextCloseIn() ?? LOOK_AGAIN_MS
      return Math.max(1, Math.min(next, deadline - clock.now(), LOOK_AGAIN_MS))
    }
    function end(response: Result | null) {
      stop()
      resolve(response)
    }
    function stop() {
      isOver = true
      for (const stop of stops) stop()
    }
  })
}
