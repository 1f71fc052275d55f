/** Acts once after so many real ms; returns the cancel function. */
export type Timer = (ms: number, act: () => void) => () => void

/** The timer of the system. */
export const realTimer: Timer = (ms, act) => {
  const timeout = setTimeout(act, ms)
  return () => clearTimeout(timeout)
}
