import { onTestFinished, vi } from 'vitest'

/** Uses fake timers; returns how many the client has set. What an earlier test file left running may set some too. */
export function countTimers(): () => number {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const set = globalThis.setTimeout
  const clear = globalThis.clearTimeout
  const open = new Set<unknown>()
  const setCounted = (act: () => void, ms?: number) => {
    const isOurs = new Error('set by').stack?.includes('/packages/client/src/') === true
    const timer = set(() => {
      open.delete(timer)
      act()
    }, ms)
    if (isOurs) open.add(timer)
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
