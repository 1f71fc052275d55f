import { setTimeout } from 'node:timers/promises'
import { runProgram, type Running } from '../testkit/run-program.ts'
import type { Bundle } from './bundle-proxy.ts'

/** What `proxy serve` prints with PROXY_READY=json. */
type Ready = { url: string; metricsUrl: string | null }
export type EndOfProcess = {
  text: string
  /** It had been ready, and no one ended it. */
  isUnasked: boolean
}

/** Faults may make a first start fail, but not so often. */
const MAX_FAILURES = 10

export type Instance = {
  /** Settles at the first start; rejects when a process that was never ready ends again and again. */
  started: Promise<void>
  isUp(): boolean
  /** Processes that became ready. */
  starts(): number
  metricsUrl(): string | undefined
  kill(): void
  /** SIGSTOP, and SIGCONT after `ms`. True: no one ended or paused it meanwhile. */
  pause(ms: number): Promise<boolean>
  /** Ends it, waits, and starts no other one before `resume`. */
  halt(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** Starts it again, with these settings beside its own. */
  resume(settings?: NodeJS.ProcessEnv): void
  /** Asks it to stop, and waits; a process that does not stop is killed. */
  end(): Promise<void>
}

/** A `proxy serve` that is started again whenever it ended, until `end` is called. */
export function keepInstance(options: {
  bundle: Bundle
  env: NodeJS.ProcessEnv
  aim: (url: string | undefined) => void
  onEnd: (end: EndOfProcess) => void
}): Instance {
  const env = { ...options.env, NODE_COMPILE_CACHE: options.bundle.cache }
  let settings: NodeJS.ProcessEnv = {}
  let isHalted = false
  let mayStart = Promise.withResolvers<void>()
  mayStart.resolve()
  let running: Running | undefined
  let ready: Ready | undefined
  let starts = 0
  let isKilled = false
  let paused: Running | undefined
  const over = new AbortController()
  const started = Promise.withResolvers<void>()
  let failures = 0
  // Without this, a failure that no caller waits for yet would end the process.
  started.promise.catch(() => undefined)

  async function live() {
    while (!over.signal.aborted) {
      await mayStart.promise
      if (over.signal.aborted) break
      if (isHalted) continue
      isKilled = false
      // Its own name: `halt` may let go of `running` before this one has printed a line.
      const process = runProgram(options.bundle.file, ['serve'], { ...env, ...settings })
      running = process
      // One that ends before it is ready is reported by its end.
      const line = await process.line(/^\{/).catch(() => undefined)
      if (line != null) {
        // Its own shape, above.
        ready = JSON.parse(line) as Ready
        options.aim(ready.url)
        starts += 1
        started.resolve()
      }
      const { stdout, stderr } = await process.ended
      failures += 1
      if (starts === 0 && failures === MAX_FAILURES)
        started.reject(new Error(`The proxy does not start: ${(stderr || stdout).slice(0, 2_000)}`))
      options.aim(undefined)
      const isUnasked = ready != null && !isKilled && !over.signal.aborted
      options.onEnd({ text: stdout + stderr, isUnasked })
      ready = undefined
      if (!over.signal.aborted) await setTimeout(100)
    }
  }
  const lived = live()

  /** A process that was stopped, or does not end, is ended all the same. */
  async function stop(signal: 'SIGKILL' | 'SIGTERM', until: Promise<unknown> | undefined) {
    running?.process.kill('SIGCONT')
    running?.process.kill(signal)
    const timer = globalThis.setTimeout(() => running?.process.kill('SIGKILL'), 15_000)
    await until
    clearTimeout(timer)
  }

  return {
    started: started.promise,
    isUp: () => ready != null && !isKilled,
    starts: () => starts,
    metricsUrl: () => (isKilled ? undefined : (ready?.metricsUrl ?? undefined)),
    kill() {
      isKilled = true
      running?.process.kill('SIGKILL')
    },
    async pause(ms) {
      const stopped = running
      if (stopped == null || paused === stopped) return false
      paused = stopped
      stopped.process.kill('SIGSTOP')
      try {
        await setTimeout(ms, undefined, { signal: over.signal })
      } catch (error) {
        // It is ended now, and `end` lets it go on for that.
        if (!over.signal.aborted) throw error
      }
      paused = undefined
      stopped.process.kill('SIGCONT')
      return running === stopped && !over.signal.aborted
    },
    async halt(signal) {
      isHalted = true
      isKilled = true
      mayStart = Promise.withResolvers()
      await stop(signal, running?.ended)
      running = undefined
    },
    resume(own = {}) {
      settings = own
      isHalted = false
      mayStart.resolve()
    },
    async end() {
      over.abort()
      mayStart.resolve()
      await stop('SIGTERM', lived)
    },
  }
}
