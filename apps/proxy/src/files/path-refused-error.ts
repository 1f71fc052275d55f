import { reasonOf } from './failure-reason.ts'

/** Thrown when a file or folder cannot be used, or not safely. The message is a sentence that names its role. */
export class PathRefusedError extends Error {
  override name = 'PathRefusedError'
}

/** The error as a sentence, `what` being like `DATA_DIR /data cannot be made`. Another kind of error stays what it is. */
export function pathRefused(what: string, error: unknown): unknown {
  if (error instanceof PathRefusedError) return error
  const reason = reasonOf(error) ?? systemReasonOf(error)
  return reason == null ? error : new PathRefusedError(`${what}: ${reason}`, { cause: error })
}

/** For a code without its own text: what the system was asked and how it refused. */
function systemReasonOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined
  return `the system reports ${String(error.code)} (${String(error.syscall)})`
}
