import { LAST_LEDGER } from '@aloha-pi/contracts/control'
import type { Clock } from '../clock/clock.ts'
import { closeEmpty, closeWaiting, ledgersLeft, type Chain } from './close-ledger.ts'
import type { Ledger, LedgerSettings } from './ledger.ts'
import type { Ticks } from './ticks.ts'

/** Brings a chain up to the present before anything is done with it. */
export type Settling = Pick<Ledger, 'onClose' | 'nextCloseIn' | 'newestAt'> & {
  /** Closes what is due, acts, and informs those who wait for ledgers of everything that closed with it. */
  settled<Result>(act: (now: number) => Result): Result
}

export function settleChain(
  chain: Chain,
  { clock, settings }: { clock: Pick<Clock, 'now'>; settings: () => LedgerSettings },
  ticks: Ticks,
): Settling {
  const { queue, runs } = chain
  const listeners = new Set<() => void>()

  const closeDue = (now: number) => {
    while (ledgersLeft(chain) > 0) {
      const due = ticks.take(now, queue.isEmpty() ? Infinity : 1)
      if (due == null) break
      if (queue.isEmpty()) closeEmpty(chain, due.at, due.every, due.count)
      else closeWaiting(chain, due.at, settings())
    }
    const { ledger_close: close, ledger_inclusion: inclusion } = settings()
    ticks.follow(close, now)
    // What waits since before the switches stood so.
    if (close === 'instant' && inclusion === 'all' && !queue.isEmpty() && ledgersLeft(chain) > 0) {
      closeWaiting(chain, now, settings())
    }
  }
  const settled = <Result>(act: (now: number) => Result): Result => {
    const before = runs.newest().sequence
    const now = clock.now()
    closeDue(now)
    const response = act(now)
    if (runs.newest().sequence !== before) for (const tell of listeners) tell()
    return response
  }
  return {
    settled,
    newestAt: (instant) =>
      settled(() => Math.min(runs.newest().sequence + ticks.countDue(instant), LAST_LEDGER)),
    nextCloseIn: () =>
      settled((now) => {
        const next = ticks.next()
        return next == null ? null : next - now
      }),
    onClose(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
