/** Acts once after so many real ms; answers how to prevent that. */
export type Timer = (ms: number, act: () => void) => () => void

/** The timer of the system. */
export const realTimer: Timer = (ms, act) => {
  const timeout = setTimeout(act, ms)
  return () => clearTimeout(timeout)
}
