import type { Scheduler } from './scheduler.ts'

/** What a killed process waits for never comes. One promise for all would keep everything that waits in memory. */
const never = () => new Promise<never>(() => {})

/**
 * How a process dies at a call: before it was sent; after its response; or after it was sent, so that it
 * takes effect later, and the response is lost.
 */
export type Crash = 'before' | 'after' | 'unheard'

/** How much later the effect of an unheard call comes. */
const UNHEARD_MS = 3_000

/**
 * One process of the proxy: it can be killed, paused and have a wrong clock. Everything that it waits for comes through
 * here, so that nothing reaches a process that is dead and nothing moves in one that is paused.
 */
export type SimProcess = {
  name: string
  isAlive(): boolean
  kill(): void
  pause(ms: number): void
  /** Milliseconds, wrong by the skew. */
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** The response of a call, or nothing ever. `begin` gets what ends it: it is heard when the process runs. */
  call<Result>(name: string, begin: (end: EndCall<Result>) => void): Promise<Result>
}

type EndCall<Result> = (response: Result | CallFailed) => void

/** The end of a call that throws. */
export class CallFailed {
  readonly error: Error

  constructor(error: Error) {
    this.error = error
  }
}

/** What aborts end. One listener for all sleeps until a signal: to add and remove one costs more than the sleep. */
type Sleepers = Map<AbortSignal, Set<() => void>>

function sleepersUntil(signal: AbortSignal, all: Sleepers): Set<() => void> {
  const known = all.get(signal)
  if (known != null) return known
  const sleepers = new Set<() => void>()
  all.set(signal, sleepers)
  signal.addEventListener('abort', () => {
    all.delete(signal)
    for (const end of sleepers) end()
  })
  return sleepers
}

export function createSimProcess(
  name: string,
  scheduler: Scheduler,
  options: { skewMs: number; crashAt?: (call: string) => Crash | undefined; onCrash?: () => void },
): SimProcess {
  let isAlive = true
  let pausedUntil = 0
  const allSleepers: Sleepers = new Map()
  const pausedMs = () => pausedUntil - scheduler.now()
  const die = () => {
    options.onCrash?.()
    isAlive = false
    return never()
  }
  return {
    name,
    isAlive: () => isAlive,
    kill() {
      isAlive = false
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, scheduler.now() + ms)
    },
    now: () => scheduler.now() + options.skewMs,
    sleep(ms, signal) {
      if (!isAlive) return never()
      const crash = options.crashAt?.('clock.sleep')
      if (crash != null && crash !== 'after') return die()
      if (signal?.aborted === true) return Promise.resolve()
      const sleepers = signal && sleepersUntil(signal, allSleepers)
      return new Promise((resolve) => {
        let isDone = false
        const end = () => {
          if (isDone) return
          isDone = true
          sleepers?.delete(end)
          if (crash != null) return void die()
          if (!isAlive) return
          scheduler.wake()
          resolve()
        }
        const wakeUp = () => {
          if (!isAlive) return
          const left = pausedMs()
          if (left > 0) scheduler.quietlyAfter(left, wakeUp)
          else end()
        }
        sleepers?.add(end)
        scheduler.quietlyAfter(ms, wakeUp)
      })
    },
    call<Result>(call: string, begin: (end: EndCall<Result>) => void): Promise<Result> {
      if (!isAlive) return never()
      const crash = options.crashAt?.(call)
      if (crash === 'before') return die()
      if (crash === 'unheard') {
        scheduler.quietlyAfter(UNHEARD_MS, () => begin(() => {}))
        return die()
      }
      return new Promise<Result>((resolve, reject) => {
        let isDone = false
        const end: EndCall<Result> = (response) => {
          if (!isAlive) return
          const left = pausedMs()
          if (left > 0) return scheduler.quietlyAfter(left, () => end(response))
          if (isDone) return
          isDone = true
          if (crash === 'after') return void die()
          scheduler.wake()
          if (response instanceof CallFailed) reject(response.error)
          else resolve(response)
        }
        begin(end)
      })
    },
  }
}
