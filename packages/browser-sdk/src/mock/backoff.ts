const FIRST_MS = 1_000
const MAX_MS = 30_000

/** Waits after a question that failed, in real time: longer each time, until one succeeds. */
export function createBackoff() {
  let next = FIRST_MS
  return {
    reset: () => void (next = FIRST_MS),
    wait() {
      const ms = next
      next = Math.min(next * 2, MAX_MS)
      return new Promise((resolve) => setTimeout(resolve, ms))
    },
  }
}
