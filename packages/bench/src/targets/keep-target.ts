import { startTarget, type Target, type Usage } from './target-process.ts'

export type KeptTarget = {
  /** The address of the process that runs now, or of the next one. */
  url(): Promise<string>
  /** SIGKILL; another process is started at once. */
  kill(): void
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** A target that is started again whenever it was killed. */
export function keepTarget(script: string, args: readonly string[]): KeptTarget {
  let current: Promise<Target> = startTarget(script, args)
  return {
    url: async () => String((await current).ready['url']),
    kill() {
      const killed = current
      current = killed.then(async (target) => {
        await target.stop('SIGKILL')
        return startTarget(script, args)
      })
    },
    usage: async () => (await current).usage(),
    stop: async () => (await current).stop(),
  }
}
