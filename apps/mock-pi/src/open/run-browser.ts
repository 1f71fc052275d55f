import { spawn } from 'node:child_process'
import { once } from 'node:events'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Runs a browser until its last window is closed, or until a signal ends this process. Throws a sentence. */
export async function runBrowser(browser: string, args: readonly string[]): Promise<void> {
  // What it prints is of no use to anyone who did not build it.
  const child = spawn(browser, args, { stdio: 'ignore' })
  let isStopped = false
  const stop = () => {
    isStopped = true
    child.kill()
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    if (!isStopped && code !== 0) throw new Error(describeEnd(browser, code))
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    throw new Error(`Cannot start ${browser} (${cause.message})`, { cause })
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop)
  }
}

function describeEnd(browser: string, code: number | null): string {
  const end = code == null ? 'was ended by a signal' : `ended with exit code ${code}`
  const asRoot = process.geteuid?.() === 0 ? '. Chromium does not start as root' : ''
  return `${browser} ${end}${asRoot}`
}
