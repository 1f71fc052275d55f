import type { PayoutStore } from '../../../src/payouts/store/payout-store.ts'

/** Milliseconds that callers waited for the database, by method, since it was cleared. */
export type Stopwatch = { times: Map<string, number>; clear(): void }

/** The same store; how long its methods take is added up. */
export function createStopwatch(store: PayoutStore): { store: PayoutStore; watch: Stopwatch } {
  const times = new Map<string, number>()
  const timed = new Proxy(store, {
    get(target, name: keyof PayoutStore) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>
      return async (...args: unknown[]) => {
        const from = performance.now()
        try {
          return await method(...args)
        } finally {
          times.set(name, (times.get(name) ?? 0) + performance.now() - from)
        }
      }
    },
  })
  return { store: timed, watch: { times, clear: () => times.clear() } }
}
