/** Says whether an event is reported, and how many were left out since the last report. */
export type EventLimit = () => { isReported: false } | { isReported: true; leftOut: number }

/** Reports `max` events in each period of `everyMs`; `clock` gives milliseconds. */
export function createEventLimit({
  max,
  everyMs,
  clock,
}: {
  max: number
  everyMs: number
  clock: () => number
}): EventLimit {
  let period = { endsAt: -Infinity, left: max }
  let leftOut = 0
  return () => {
    const now = clock()
    if (now >= period.endsAt) period = { endsAt: now + everyMs, left: max }
    if (period.left === 0) {
      leftOut += 1
      return { isReported: false }
    }
    period.left -= 1
    const report = { isReported: true, leftOut } as const
    leftOut = 0
    return report
  }
}
