import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { addTallies, type SeedRange, type Tally } from './run-seeds.ts'

/** Shares the seeds out over the processors. Which thread runs a seed makes no difference to it. */
export async function runSeedsOnThreads(
  { from, count, ...range }: SeedRange,
  threads = availableParallelism(),
): Promise<Tally> {
  const share = Math.ceil(count / threads)
  const ranges = Array.from({ length: threads }, (_, i) => ({
    from: from + i * share,
    count: Math.max(0, Math.min(share, count - i * share)),
    ...range,
  }))
  return addTallies(await Promise.all(ranges.map(runInThread)))
}

async function runInThread(range: SeedRange): Promise<Tally> {
  const thread = new Worker(new URL('./seeds-thread.ts', import.meta.url), {
    workerData: range,
    // Histories are short-lived objects: a larger nursery halves the collector's share.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })
  // A thread that fails rejects the wait; all that it ever sends is its tally, copied.
  const [tally] = await once(thread, 'message')
  await thread.terminate()
  return tally as Tally
}
