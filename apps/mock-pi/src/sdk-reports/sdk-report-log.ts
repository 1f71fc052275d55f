import type { Clock } from '../clock/clock.ts'
import type { SavedReport } from '../saved/saved-world.ts'

/** A call of the browser SDK, a callback or an error, as a page reported it. */
export type SdkReport = {
  appId: string
  paymentId: string | null
  kind: 'call' | 'callback' | 'error'
  name: string
  detail: string | null
}

export type SdkReportLog = {
  /** Keeps the report with the time of the mock's clock. */
  add(report: SdkReport): void
  /** Newest first. */
  list(): KeptReport[]
  /** The same reports, in a world with this clock. */
  copy(clock: Pick<Clock, 'now'>): SdkReportLog
  /** Oldest first. */
  saved(): SavedReport[]
}

type KeptReport = SdkReport & { at: number }

/** The newest `limit` reports are kept. */
export function createSdkReportLog(
  clock: Pick<Clock, 'now'>,
  limit: number,
  first: readonly KeptReport[] = [],
): SdkReportLog {
  const reports = [...first]
  return {
    add(report) {
      reports.push({ ...report, at: clock.now() })
      if (reports.length > limit) reports.shift()
    },
    list: () => reports.toReversed(),
    copy: (other) => createSdkReportLog(other, limit, reports),
    saved: () =>
      reports.map(({ appId, paymentId, kind, name, detail, at }) => ({
        appId,
        paymentId,
        kind,
        name,
        detail,
        at,
      })),
  }
}
