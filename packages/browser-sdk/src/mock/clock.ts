import { createBackoff } from './backoff.ts'
import type { WalletApi } from './wallet-api.ts'
import type { WalletClock } from './wallet-wire.ts'

/** The mock's clock as the page knows it. Times are ms since 1970. */
export type MockClock = {
  /** Estimated from the last response, and undefined before it; runs with the page's own time while the mock's runs. */
  now(): number | undefined
  /** Takes the time from any response of the mock. */
  take(clock: WalletClock): number
  read(): Promise<number>
  /** Resolves with the time when the mock's clock has reached `at`; rejects only as the signal does. */
  waitUntil(at: number, signal?: AbortSignal): Promise<number>
}

type Waiter = { at: number; resolve: (now: number) => void }

/** One question is open at a time, however many wait: browsers allow few connections to a host. */
export function createMockClock(api: Pick<WalletApi, 'clock' | 'clockAt'>): MockClock {
  const waiters = new Set<Waiter>()
  const backoff = createBackoff()
  let known: { now: number; at: number; frozen: boolean } | undefined
  let asked: { until: number; controller: AbortController } | undefined

  const take = ({ now, frozen }: WalletClock) => {
    const time = Date.parse(now)
    known = { now: time, at: performance.now(), frozen }
    return time
  }
  const earliest = () => Math.min(...[...waiters].map(({ at }) => at))

  function resolveDue(now: number) {
    for (const waiter of waiters) {
      if (waiter.at > now) continue
      waiters.delete(waiter)
      waiter.resolve(now)
    }
  }

  /** Asks for the earliest time that is waited for, until no one waits. */
  async function ask() {
    if (asked != null && asked.until === earliest()) return
    asked?.controller.abort()
    if (waiters.size === 0) {
      asked = undefined
      return
    }
    const mine = { until: earliest(), controller: new AbortController() }
    asked = mine
    const { signal } = mine.controller
    try {
      const clock = await api.clockAt(new Date(mine.until).toISOString(), signal)
      backoff.reset()
      resolveDue(take(clock))
    } catch {
      if (signal.aborted) return
      await backoff.wait()
    }
    if (asked !== mine) return
    asked = undefined
    void ask()
  }

  return {
    now: () => known && known.now + (known.frozen ? 0 : performance.now() - known.at),
    take,
    read: async () => take(await api.clock()),
    waitUntil: (at, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error)
        const waiter: Waiter = { at, resolve }
        waiters.add(waiter)
        const leave = () => {
          if (waiters.delete(waiter)) void ask()
          reject(signal?.reason as Error)
        }
        signal?.addEventListener('abort', leave, { once: true })
        void ask()
      }),
  }
}
