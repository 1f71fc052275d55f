import { setTimeout } from 'node:timers/promises'

/** Sleeps for so long, at most until `over`. */
export async function sleepUntil(ms: number, over: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal: over }).catch((error: unknown) => {
    if (!over.aborted) throw error
  })
}
