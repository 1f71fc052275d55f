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
  /** Hands a value over when the process runs; never when it was killed meanwhile. */
  deliver(run: () => void): void
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** The response of a call, or nothing ever. `begin` gets what ends it. */
  call<Result>(
    name: string,
    begin: (end: (response: () => Result) => void) => void,
  ): Promise<Result>
}

/** What an abort ends. One listener for all sleeps until a signal: to add and remove one costs more than the sleep. */
const sleepersOfSignals = new WeakMap<AbortSignal, Set<() => void>>()

function sleepersOf(signal: AbortSignal): Set<() => void> {
  const known = sleepersOfSignals.get(signal)
  if (known != null) return known
  const sleepers = new Set<() => void>()
  sleepersOfSignals.set(signal, sleepers)
  signal.addEventListener('abort', () => {
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
  const deliver = (run: () => void): void => {
    if (!isAlive) return
    const left = pausedUntil - scheduler.now()
    if (left > 0) return scheduler.after(left, () => deliver(run))
    run()
  }
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
    deliver,
    sleep(ms, signal) {
      if (!isAlive) return never()
      const crash = options.crashAt?.('clock.sleep')
      if (crash != null && crash !== 'after') return die()
      if (signal?.aborted === true) return Promise.resolve()
      const sleepers = signal && sleepersOf(signal)
      return new Promise((resolve) => {
        let isDone = false
        const end = () => {
          if (isDone) return
          isDone = true
          sleepers?.delete(end)
          if (crash != null) die()
          else if (isAlive) resolve()
        }
        sleepers?.add(end)
        scheduler.after(ms, () => deliver(end))
      })
    },
    call(call, begin) {
      if (!isAlive) return never()
      const crash = options.crashAt?.(call)
      if (crash === 'before') return die()
      if (crash === 'unheard') {
        scheduler.after(UNHEARD_MS, () => begin(() => {}))
        return die()
      }
      return new Promise((resolve, reject) => {
        let isDone = false
        begin((response) =>
          deliver(() => {
            if (isDone) return
            isDone = true
            if (crash === 'after') return void die()
            try {
              resolve(response())
            } catch (error) {
              reject(error)
            }
          }),
        )
      })
    },
  }
}
