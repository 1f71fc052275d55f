import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'

/** Of one server that is measured. */
export type RunningServer = {
  port: number
  /** From its start to its first 2xx, in ms. */
  startMs: number
  residentBytes(): Promise<number>
  /** CPU time so far, in µs; in steps of 10,000. */
  cpuMicros(): Promise<number>
  stop(): Promise<void>
}

export type ServerStart = {
  args: (port: number) => readonly string[]
  cwd: string
  env?: Record<string, string>
  /** Whether the server is ready: its first 2xx ends the start. */
  isReady: (url: string) => Promise<boolean>
}

const MAX_START_MS = 60_000
const ASK_EVERY_MS = 5
const KEPT_OUTPUT = 2_000

/** Starts a Node program as a server on a free port. Throws a sentence when it does not become ready. */
export async function runServer({ args, cwd, env, isReady }: ServerStart): Promise<RunningServer> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, args(port), {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-KEPT_OUTPUT)))
  }
  const hasEnded = () => child.exitCode != null || child.signalCode != null
  const url = `http://127.0.0.1:${port}`
  try {
    while (!(await isReady(url).catch(() => false))) {
      const last = output.trim().split('\n').at(-1) ?? ''
      if (hasEnded()) throw new Error(`it ended at its start: ${last}`)
      if (performance.now() - startedAt > MAX_START_MS) throw new Error(`it is not ready: ${last}`)
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
    }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  const startMs = performance.now() - startedAt
  const { pid } = child
  return {
    port,
    startMs,
    residentBytes: async () => Number((await readStatus(pid, 'VmRSS')) ?? Number.NaN) * 1_024,
    cpuMicros: () => readCpu(pid),
    async stop() {
      if (hasEnded()) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Linux only, as the rest of the bench reads processes. */
async function readStatus(pid: number | undefined, name: string): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]
}

/** User and system time, in ticks of 10 ms. */
async function readCpu(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name, in brackets, may have spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}
