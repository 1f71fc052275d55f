import { setTimeout } from 'node:timers/promises'

/** Waits, at most until the storm is over. */
export async function pass(ms: number, over: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal: over }).catch((error: unknown) => {
    if (!over.aborted) throw error
  })
}
