import { AbortError } from './errors/abort-error.ts'
import { TimeoutError } from './errors/timeout-error.ts'

export type Limits = { timeoutMs: number; signal?: AbortSignal | undefined }

/**
 * Runs until `timeoutMs` pass or the caller's signal aborts, then throws TimeoutError or AbortError at
 * once, also when `run` ignores its signal. Leaves no timer and no listener behind.
 */
export async function withDeadline<Result>(
  request: string,
  { timeoutMs, signal }: Limits,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (signal?.aborted) throw new AbortError(request, { sent: false, cause: signal.reason })
  const controller = new AbortController()
  let stop = () => {}
  const stopped = new Promise<never>((_, reject) => {
    const end = (error: Error) => {
      reject(error)
      controller.abort(error)
    }
    const timer = setTimeout(() => end(new TimeoutError(request, timeoutMs)), timeoutMs)
    const onAbort = () => end(new AbortError(request, { sent: true, cause: signal?.reason }))
    signal?.addEventListener('abort', onAbort)
    stop = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
  })
  try {
    return await Promise.race([stopped, run(controller.signal)])
  } finally {
    stop()
  }
}
