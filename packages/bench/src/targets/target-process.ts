import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a target script reports to its parent: where it listens, and whatever the measurement needs of it. */
export type TargetReady = { port: number } & Record<string, unknown>
/** CPU time so far in µs, resident memory in bytes, and SQL statements sent to a Postgres. */
export type Usage = { cpuMicros: number; residentBytes: number; statements?: number }

export type Target = {
  ready: TargetReady
  usage(): Promise<Usage>
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** Starts a server to be measured in a separate process; `stderr`: what becomes of its log. */
export async function startTarget(
  script: string,
  args: readonly string[] = [],
  { stderr = 'inherit' }: { stderr?: 'inherit' | 'ignore' } = {},
): Promise<Target> {
  const file = fileURLToPath(new URL(script, import.meta.url))
  const child = fork(file, args, { stdio: ['ignore', 'ignore', stderr, 'ipc'] })
  const ready = (await nextMessage(child)) as TargetReady
  return {
    ready,
    async usage() {
      child.send('usage')
      return (await nextMessage(child)) as Usage
    },
    async stop(signal = 'SIGTERM') {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill(signal)
      await ended
    },
  }
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`The target ended with exit code ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
}

/** For target scripts: says that the server is ready, then serves the parent's questions. */
export function serveParent(ready: TargetReady, readMore: () => Partial<Usage> = () => ({})) {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    const usage = { cpuMicros: user + system, residentBytes: process.memoryUsage.rss() }
    process.send?.({ ...usage, ...readMore() })
  })
  process.send?.(ready)
}
