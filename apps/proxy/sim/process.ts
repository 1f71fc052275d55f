import type { Scheduler } from './scheduler.ts'

/** What a killed process waits for never comes. */
const never = new Promise<never>(() => {})

/** Where a call is: crash points kill here. */
export type CallStage = 'before' | 'after'

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
  /** The answer of a call, or nothing ever. `begin` gets what ends it. */
  call<Answer>(name: string, begin: (end: (answer: () => Answer) => void) => void): Promise<Answer>
}

export function createSimProcess(
  name: string,
  scheduler: Scheduler,
  options: { skewMs: number; onCall?: (call: string, stage: CallStage) => void },
): SimProcess {
  let isAlive = true
  let pausedUntil = 0
  const deliver = (run: () => void): void => {
    if (!isAlive) return
    const left = pausedUntil - scheduler.now()
    if (left > 0) return scheduler.after(left, () => deliver(run))
    run()
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
      options.onCall?.('clock.sleep', 'before')
      if (!isAlive) return never
      if (signal?.aborted === true) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      let isDone = false
      const end = () => {
        if (isDone) return
        isDone = true
        signal?.removeEventListener('abort', end)
        options.onCall?.('clock.sleep', 'after')
        if (isAlive) resolve()
      }
      signal?.addEventListener('abort', end)
      scheduler.after(ms, () => deliver(end))
      return promise
    },
    call(call, begin) {
      if (!isAlive) return never
      options.onCall?.(call, 'before')
      if (!isAlive) return never
      const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<never>>>()
      let isDone = false
      begin((answer) =>
        deliver(() => {
          if (isDone) return
          isDone = true
          options.onCall?.(call, 'after')
          if (!isAlive) return
          try {
            resolve(answer() as never)
          } catch (error) {
            reject(error)
          }
        }),
      )
      return promise
    },
  }
}
