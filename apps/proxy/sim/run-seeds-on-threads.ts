import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { addTallies, type SeedRange, type SharedSeeds, type Tally } from './run-seeds.ts'

/** Threads that run seeds, one range after the other: a thread that is warm runs them much faster than a new one. */
export type SeedThreads = {
  /** Shares the seeds out over the threads. Which of them runs a seed makes no difference to it. */
  run(range: SeedRange): Promise<Tally>
  close(): Promise<void>
}

export function openSeedThreads(count = availableParallelism()): SeedThreads {
  const threads = Array.from({ length: count }, startThread)
  return {
    async run({ from, count: seeds, ...range }) {
      const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
      next[0] = from
      const shared = { next, end: from + seeds, ...range }
      return addTallies(await Promise.all(threads.map((thread) => runInThread(thread, shared))))
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

/** The seeds of one range, on threads of their own. */
export async function runSeedsOnThreads(range: SeedRange, count?: number): Promise<Tally> {
  const threads = openSeedThreads(count)
  try {
    return await threads.run(range)
  } finally {
    await threads.close()
  }
}

function startThread(): Worker {
  return new Worker(new URL('./seeds-thread.ts', import.meta.url), {
    // Histories are short-lived objects: a larger nursery halves the collector's share.
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
  })
}

async function runInThread(thread: Worker, seeds: SharedSeeds): Promise<Tally> {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  thread.postMessage(seeds)
  // A thread that fails rejects the wait; all that it ever sends is its tally, copied.
  const [tally] = await once(thread, 'message')
  return tally as Tally
}
