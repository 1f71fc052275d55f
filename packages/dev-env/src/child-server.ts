import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pathRefused } from '@aloha-pi/proxy/workspace/private-folder'

/** A server in its own process that said on one line of JSON that it is ready. */
export type ChildServer<Ready> = {
  ready: Ready
  /** Settles when the process ends, however it ends. */
  ended: Promise<void>
  /** Asks it to stop, and kills it when it has not within `graceMs`. */
  stop(graceMs?: number): Promise<void>
}

export type ChildServerOptions<Ready> = {
  name: string
  script: string
  args?: readonly string[]
  env: Record<string, string>
  /** Sent to it when it is known: the server loads meanwhile. When it fails, the server is killed. */
  message?: Promise<object>
  /** Takes its standard error. */
  logFile: string
  /** Reads the ready line; throws when it is not one. */
  parseReady: (line: string) => Ready
}

/** A server that says nothing for this long is given up. */
const START_DEADLINE_MS = 60_000
/** Less room for short-lived objects: a fifth of the proxy's memory, which a start would fill and idling not use. */
const SMALL = '--max-semi-space-size=4'
/** PGlite's code is compiled once and not again for speed: a fifth less work for a start. */
const QUICK_START = '--liftoff-only'
const stopWithParent = fileURLToPath(new URL('stop-with-parent.ts', import.meta.url))

/** Starts it and waits for its ready line. Throws with its own last words when it ends before that. */
export async function startChildServer<Ready>(
  options: ChildServerOptions<Ready>,
): Promise<ChildServer<Ready>> {
  const { name, script, args = [], env, message, logFile, parseReady } = options
  const log = openLog(logFile, name)
  // A separate process group: Ctrl-C reaches only the parent, which then stops the servers in order.
  const flags = [SMALL, QUICK_START, '--import', stopWithParent]
  const child = spawn(process.execPath, [...flags, script, ...args], {
    env: { ...baseEnvironment(), ...env },
    stdio: ['ignore', 'pipe', log, 'ipc'],
    detached: true,
  })
  closeSync(log)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  // A server that has ended gets no message.
  message?.then(
    (known) => child.send(known, () => undefined),
    () => child.kill('SIGKILL'),
  )
  const deadline = setTimeout(() => child.kill('SIGKILL'), START_DEADLINE_MS)
  const line = await Promise.race([firstLine(child), ended.then(() => undefined)])
  clearTimeout(deadline)
  if (line == null) throw new Error(`The ${name} did not start.\n${lastLines(logFile, 20)}`)
  return {
    ready: parseReady(line),
    ended,
    stop: (graceMs = 5_000) => stopChild(child, ended, graceMs),
  }
}

/** What running a program needs, and nothing else of the caller's environment: none of their keys leaks in. */
function baseEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'LANG']
  const known = names.map((name) => [name, process.env[name]] as const)
  return Object.fromEntries(known.filter((entry): entry is [string, string] => entry[1] != null))
}

function openLog(logFile: string, name: string): number {
  try {
    return openSync(logFile, 'w', 0o600)
  } catch (error) {
    throw pathRefused(`The log of the ${name}, ${logFile}, cannot be written`, error)
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout == null) return reject(new Error('The child has no standard output'))
    createInterface({ input: child.stdout }).once('line', resolve)
  })
}

function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}

async function stopChild(child: ChildProcess, ended: Promise<void>, graceMs: number) {
  if (child.exitCode != null || child.signalCode != null) return
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await ended
  clearTimeout(kill)
}
