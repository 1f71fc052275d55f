import { createEventLimit } from '@aloha-pi/express-server'

/** For lines that any request can cause: ten a minute, each with the number of those left out. */
export function limitLines(log: (line: string) => void, clock: () => number) {
  const limit = createEventLimit({ max: 10, everyMs: 60_000, clock })
  return (line: string) => {
    const report = limit()
    if (!report.isReported) return
    const { leftOut } = report
    log(leftOut === 0 ? line : `${line} (${leftOut} more lines like this were left out)`)
  }
}
