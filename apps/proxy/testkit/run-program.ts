import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type Running = {
  process: ChildProcess
  /** The first line of standard output that matches. */
  line(pattern: RegExp): Promise<string>
  ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>
}

/** PGlite's code is compiled once and not again for speed: a third less work for a program that ends soon. */
export const QUICK_START = '--liftoff-only'

/** What the proxy loads first, for programs that take parts of it. */
const RESOLVE_LARGE = new URL('../src/resolve-large.ts', import.meta.url).href

/** Runs a file in a process of its own. */
export function runProgram(file: URL, args: string[], env: NodeJS.ProcessEnv): Running {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const early = file.pathname.endsWith('.ts') ? ['--import', RESOLVE_LARGE] : []
  const child = spawn(process.execPath, [QUICK_START, ...early, fileURLToPath(file), ...args], {
    env: { PATH, NODE_COMPILE_CACHE, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const watchers = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const watcher of watchers) watcher()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended: Running['ended'] = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return {
    process: child,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = stdout.split('\n').find((line) => pattern.test(line))
          if (found == null) return
          watchers.delete(look)
          resolve(found)
        }
        watchers.add(look)
        look()
        void ended.then(
          () =>
            reject(
              new Error(`${file.pathname} ended without ${String(pattern)}: ${stdout}${stderr}`),
            ),
          reject,
        )
      }),
  }
}
