/** For the program itself: Node's own (23), servers, the lock, the log, names that are looked up, a file being read. */
export const OWN_DESCRIPTORS = 48
/** The least that PGlite takes. By itself it would keep each file open that it ever used, up to a thousand. */
export const PGLITE_DESCRIPTORS = 64

type NetworkReport = NodeJS.ProcessReport & { excludeNetwork?: boolean | undefined }

/** How many descriptors this process may have open; Infinity where the system sets or names no limit. */
export function readDescriptorLimit(): number {
  const report: NetworkReport = process.report
  const { excludeNetwork } = report
  // Without looking up the names of addresses. Reading a file instead would take a descriptor: there may be none.
  report.excludeNetwork = true
  try {
    return softLimitIn(report.getReport())
  } finally {
    report.excludeNetwork = excludeNetwork
  }
}

/** `needed` is at least what has to be open at once. Undefined when the limit is high enough. */
export function findDescriptorLack(needed: number, limit: number): string | undefined {
  return limit >= needed
    ? undefined
    : `This process may open ${limit} files at once (ulimit -n), and the proxy needs at least ${needed}: raise the limit`
}

function softLimitIn(report: object): number {
  const { userLimits } = report as { userLimits?: { open_files?: { soft?: unknown } } }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Infinity
}
