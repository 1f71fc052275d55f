import { onTestFinished, vi } from 'vitest'

/** Uses fake timers; returns how many are set, without those of Node's own fetch, which other tests may have used. */
export function countTimers(): () => number {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const set = globalThis.setTimeout
  const clear = globalThis.clearTimeout
  const open = new Set<unknown>()
  const setCounted = (act: () => void, ms?: number) => {
    const isOfFetch = new Error('set by').stack?.includes('undici') === true
    const timer = set(() => {
      open.delete(timer)
      act()
    }, ms)
    if (!isOfFetch) open.add(timer)
    return timer
  }
  const clearCounted = (timer: NodeJS.Timeout) => {
    open.delete(timer)
    clear(timer)
  }
  // The end of the fake timers puts the real ones back, whatever is there.
  Object.assign(globalThis, { setTimeout: setCounted, clearTimeout: clearCounted })
  return () => open.size
}
