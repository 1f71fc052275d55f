import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** The command in a separate process; killed when the test ends, if it has not ended by then. */
export function runCommand(...args: string[]) {
  return runNode([MAIN, ...args])
}

/** The command with more variables. */
export function runCommandIn(env: Record<string, string>, ...args: string[]) {
  return runNode([MAIN, ...args], { ...process.env, ...env })
}

/** The command with options of Node before it, or in its environment. */
export function runWithNodeOption(option: string, place: 'argument' | 'environment') {
  return place === 'argument'
    ? runNode([option, MAIN, '--port', '0'])
    : runNode([MAIN, '--port', '0'], { ...process.env, NODE_OPTIONS: option })
}

function runNode(args: string[], env = process.env) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const printed = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (printed.stdout += chunk))
  child.stderr.on('data', (chunk) => (printed.stderr += chunk))
  const closed = once(child, 'close')
  const lines = createInterface({ input: child.stdout })
  return {
    child,
    printed,
    /** The next line on stdout. */
    nextLine: async () => String((await once(lines, 'line'))[0]),
    /** The exit code, when everything printed has arrived. */
    ended: async () => Number((await closed)[0]),
  }
}
