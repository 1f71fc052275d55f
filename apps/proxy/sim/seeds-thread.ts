import { parentPort, workerData } from 'node:worker_threads'
import { runSharedSeeds, type SharedSeeds } from './run-seeds.ts'

// `runSeedsOnThreads` starts nothing else with this file.
// eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await runSharedSeeds(workerData as SharedSeeds))
