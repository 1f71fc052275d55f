import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { addTallies, type SeedRange, type SharedSeeds, type Tally } from './run-seeds.ts'

/** Shares the seeds out over the processors. Which thread runs a seed makes no difference to it. */
export async function runSeedsOnThreads(
  { from, count, ...range }: SeedRange,
  threads = availableParallelism(),
): Promise<Tally> {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  next[0] = from
  const seeds = { next, end: from + count, ...range }
  return addTallies(await Promise.all(Array.from({ length: threads }, () => runInThread(seeds))))
}

async function runInThread(seeds: SharedSeeds): Promise<Tally> {
  const thread = new Worker(new URL('./seeds-thread.ts', import.meta.url), {
    workerData: seeds,
    // Histories are short-lived objects: a larger nursery halves the collector's share.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })
  // A thread that fails rejects the wait; all that it ever sends is its tally, copied.
  const [tally] = await once(thread, 'message')
  await thread.terminate()
  return tally as Tally
}
