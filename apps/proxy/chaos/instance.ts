import { setTimeout } from 'node:timers/promises'
import { runProgram, type Running } from '../test/run-program.ts'

const main = new URL('../src/main.ts', import.meta.url)

export type Instance = {
  isUp(): boolean
  kill(): void
  /** SIGSTOP, and SIGCONT after `ms`. */
  pause(ms: number): Promise<void>
  /** Asks it to stop, and waits; a process that does not stop is killed. */
  end(): Promise<void>
}

/** A `proxy serve` that is started again whenever it ended, until it is told to end. */
export function keepInstance(options: {
  env: NodeJS.ProcessEnv
  aim: (url: string | undefined) => void
  /** All that a process printed, and whether it ended by itself after it had been ready. */
  onEnd: (text: string, endedByItself: boolean) => void
}): Instance {
  let running: Running | undefined
  let isReady = false
  let isKilled = false
  const over = new AbortController()

  async function live() {
    while (!over.signal.aborted) {
      isReady = false
      isKilled = false
      running = runProgram(main, ['serve'], options.env)
      const line = await running.line(/^\{/).catch(() => undefined)
      if (line != null) {
        // What the command prints with PROXY_READY=json.
        options.aim((JSON.parse(line) as { url: string }).url)
        isReady = true
      }
      const { stdout, stderr } = await running.ended
      options.aim(undefined)
      options.onEnd(stdout + stderr, isReady && !isKilled && !over.signal.aborted)
      isReady = false
      if (!over.signal.aborted) await setTimeout(100)
    }
  }
  const lived = live()

  return {
    isUp: () => isReady && !isKilled,
    kill() {
      isKilled = true
      running?.process.kill('SIGKILL')
    },
    async pause(ms) {
      const stopped = running
      stopped?.process.kill('SIGSTOP')
      await setTimeout(ms)
      stopped?.process.kill('SIGCONT')
    },
    async end() {
      over.abort()
      running?.process.kill('SIGCONT')
      running?.process.kill('SIGTERM')
      const timer = globalThis.setTimeout(() => running?.process.kill('SIGKILL'), 15_000)
      await lived
      clearTimeout(timer)
    },
  }
}
