import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { runSharedSeeds, type SharedSeeds } from './run-seeds.ts'

// On Linux this is the thread alone. It computes for minutes, and what waits for a lease or a ledger should not wait for it.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW)
// What throws here ends the thread with its error.
parentPort?.on('message', async (seeds: SharedSeeds) => {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(await runSharedSeeds(seeds))
})
