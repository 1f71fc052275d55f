import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Figure, Measurement } from '../figure.ts'
import { median } from '../statistics.ts'

const RUNS = 5
const MAX_RATIO = 25
const MAX_IDLE_MB = 300
const MAX_IDLE_PERCENT = 0.5
/** The runner looks at its lane and wallet for the first time, and what it needs is compiled. */
const WARM_UP_MS = 60_000
const IDLE_MS = 60_000

const start = fileURLToPath(new URL('../../../dev-env/start.mjs', import.meta.url))
const freePorts = ['--shop-port', '--mock-port', '--proxy-port', '--metrics-port'].flatMap(
  (name) => [name, '0'],
)
const bareScript = `const s = require('node:http').createServer((q, r) => r.end('{}'));
s.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + s.address().port))`

/** From spawning the smallest server to its first response: what Node itself takes on this machine now. */
async function startBare(): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['-e', bareScript], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  await (await fetch(url)).text()
  const ms = performance.now() - startedAt
  await end(child)
  return ms
}

/** From spawning what `pnpm start` runs to its last printed line. */
async function startStack(dataDir: string): Promise<{ ms: number; child: ChildProcess }> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [start, ...freePorts, '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('Ctrl-C stops all.')) break
  }
  return { ms: performance.now() - startedAt, child }
}

async function end(child: ChildProcess) {
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  await ended
}

async function* run() {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-bench-'))
  try {
    // What Node keeps of the sources is there on a warm clone.
    await end((await startStack(folder)).child)
    yield await measureStart(folder)
    yield await measureIdle(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function measureStart(folder: string): Promise<Figure[]> {
  const bare: number[] = []
  const stack: number[] = []
  for (let round = 0; round < RUNS; round += 1) {
    bare.push(await startBare())
    const { ms, child } = await startStack(folder)
    stack.push(ms)
    await end(child)
  }
  const ratio = median(stack) / median(bare)
  return [
    { name: 'bare node:http, start to first 200', value: `${median(bare).toFixed(0)} ms` },
    { name: 'pnpm start, until all are ready', value: `${median(stack).toFixed(0)} ms` },
    {
      name: 'pnpm start over bare',
      value: ratio.toFixed(1),
      budget: `≤ ${MAX_RATIO}`,
      met: ratio <= MAX_RATIO,
    },
  ]
}

/** Of the proxy, with a mock without traffic. Only on systems that show processes as files. */
async function measureIdle(folder: string): Promise<Figure[]> {
  if (process.platform !== 'linux') return []
  const { child } = await startStack(folder)
  try {
    const proxy = await findProxy(child)
    await setTimeout(WARM_UP_MS)
    const before = await processorMs(proxy)
    await setTimeout(IDLE_MS)
    const percent = ((await processorMs(proxy)) - before) / (IDLE_MS / 100)
    const status = await readFile(`/proc/${proxy}/status`, 'utf8')
    const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
    return [
      {
        name: 'idle proxy, resident memory',
        value: `${megabytes.toFixed(0)} MB`,
        budget: `≤ ${MAX_IDLE_MB} MB`,
        met: megabytes <= MAX_IDLE_MB,
      },
      {
        name: 'idle proxy, processor time, second minute',
        value: `${percent.toFixed(2)} %`,
        budget: `≤ ${MAX_IDLE_PERCENT} %`,
        met: percent <= MAX_IDLE_PERCENT,
      },
    ]
  } finally {
    await end(child)
  }
}

async function findProxy({ pid }: ChildProcess): Promise<string> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  for (const each of children.trim().split(' ')) {
    const command = await readFile(`/proc/${each}/cmdline`, 'utf8')
    if (command.includes('loaded-proxy.ts')) return each
  }
  throw new Error('pnpm start runs no proxy')
}

/** Of all its threads so far. */
async function processorMs(pid: string): Promise<number> {
  let nanoseconds = 0
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const [ran] = (await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8')).split(' ')
    nanoseconds += Number(ran)
  }
  return nanoseconds / 1e6
}

export const stackStart: Measurement = {
  name: 'stack-start',
  title: 'Local stack: fresh world and fresh database, until all respond; then idle',
  run,
}
