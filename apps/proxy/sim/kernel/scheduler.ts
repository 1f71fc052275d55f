import { createEventQueue } from './event-queue.ts'

/** Unix seconds at the scheduler's 0. */
export const EPOCH_SECONDS = 1_800_000_000

/** Virtual time: events run in order of their time, and whatever they wake runs to its next wait before the next event. */
export type Scheduler = {
  now(): number
  after(ms: number, run: () => void): void
  /** The same for an event that settles no promise, or says so by `wake`: else the next event follows immediately. */
  quietlyAfter(ms: number, run: () => void): void
  /** A promise was settled: what waits for it runs before the next event. */
  wake(): void
  /** Until `isDone` says so or nothing is left to happen. */
  run(isDone: () => boolean): Promise<void>
}

export function createScheduler(): Scheduler {
  const queue = createEventQueue()
  const settled = Promise.resolve()
  let now = 0
  let isAwake = false
  return {
    now: () => now,
    after(ms, run) {
      queue.add({ at: now + Math.max(0, ms), isQuiet: false, run })
    },
    quietlyAfter(ms, run) {
      queue.add({ at: now + Math.max(0, ms), isQuiet: true, run })
    },
    wake() {
      isAwake = true
    },
    run: (isDone) =>
      new Promise((resolve, reject) => {
        const turn = () => {
          try {
            for (isAwake = false; !isAwake;) {
              const event = isDone() ? undefined : queue.takeFirst()
              if (event == null) return resolve()
              now = event.at
              event.run()
              isAwake ||= !event.isQuiet
            }
          } catch (error) {
            return reject(error)
          }
          void settled.then(turnWhenAtRest)
        }
        // Node runs a tick only when no microtask is left: all that was woken waits again.
        const turnWhenAtRest = () => process.nextTick(turn)
        turnWhenAtRest()
      }),
  }
}
