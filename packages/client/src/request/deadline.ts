export type Limits = { timeoutMs: number; signal?: AbortSignal | undefined }

/** What to throw when time is up, or when the caller aborts: before anything began, or after. */
export type Endings = {
  timedOut(): Error
  aborted(begun: boolean, reason: unknown): Error
}

/**
 * Runs until `timeoutMs` pass or the caller's signal aborts, then throws at once, also when `run` ignores
 * its signal. Leaves no timer and no listener behind.
 */
export async function withDeadline<Result>(
  { timeoutMs, signal }: Limits,
  { timedOut, aborted }: Endings,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (signal?.aborted) throw aborted(false, signal.reason)
  const controller = new AbortController()
  let stop = () => {}
  const stopped = new Promise<never>((_, reject) => {
    const end = (error: Error) => {
      reject(error)
      controller.abort(error)
    }
    const timer = setTimeout(() => end(timedOut()), timeoutMs)
    const onAbort = () => end(aborted(true, signal?.reason))
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
