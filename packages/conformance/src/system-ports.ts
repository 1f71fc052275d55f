import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** Port: the time in ms, and waiting. */
export type Clock = { now(): number; sleep(ms: number): Promise<void> }

/** The real time. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms) => sleep(ms),
}

/** A name that no other run uses. */
export const systemNewId = () => randomUUID()

/** A seed for the generators of a run. */
export const systemSeed = () => randomInt(1, 2 ** 31 - 1)
