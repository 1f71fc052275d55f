/** Waits; returns early when the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>
/** A number from 0 up to, not including, 1. */
export type Random = () => number

/** The default of the `sleep` option. */
export const systemSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const wake = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    signal?.addEventListener('abort', wake)
  })

/** The default of the `random` option. */
export const systemRandom: Random = () => {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1))
  return word / 2 ** 32
}
