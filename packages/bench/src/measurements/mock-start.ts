import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import type { Figure, Measurement } from '../figure.ts'
import { median } from '../statistics.ts'
import { bundleMock, MOCK_COMMAND } from '../targets/bundle-mock.ts'

const RUNS = 11
const bareScript = `const s = require('node:http').createServer((q, r) => r.end('{}'));
s.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: 'http://127.0.0.1:' + s.address().port })))`
const inProcessScript = `const t0 = performance.now();
const { startMockPi } = await import('@aloha-pi/mock-pi');
const t1 = performance.now();
const first = await startMockPi(); const t2 = performance.now(); await first.close();
const t3 = performance.now(); const again = await startMockPi(); const t4 = performance.now(); await again.close();
console.log(JSON.stringify({ importMs: t1 - t0, firstMs: t2 - t1, againMs: t4 - t3 }))`

type Started = { ms: number; residentBytes: number }

/** Spawn to first 200, and the memory then. */
async function coldStart(args: readonly string[]): Promise<Started> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const { url } = JSON.parse(await firstLine(child)) as { url: string }
  const response = await fetch(url)
  await response.text()
  const ms = performance.now() - startedAt
  const residentBytes = await residentMemory(child.pid)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill()
  await ended
  if (response.status !== 200) throw new Error(`${url} returned ${response.status}`)
  return { ms, residentBytes }
}

async function residentMemory(pid: number | undefined): Promise<number> {
  const ps = spawn('ps', ['-o', 'rss=', '-p', String(pid)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return Number((await firstLine(ps)).trim()) * 1024
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout == null) return reject(new Error('No standard output'))
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`It ended with exit code ${code}`)))
  })
}

async function inProcess(): Promise<{ importMs: number; firstMs: number; againMs: number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', inProcessScript], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(await firstLine(child)) as {
    importMs: number
    firstMs: number
    againMs: number
  }
}

async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-bench-'))
  try {
    return await measure(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function measure(folder: string): Promise<Figure[]> {
  const bundle = await bundleMock(folder)
  const variants: Record<string, string[]> = {
    bare: ['-e', bareScript],
    packed: [bundle, '--port', '0', '--json'],
    sources: [MOCK_COMMAND, '--port', '0', '--json'],
  }
  const runs: Record<string, Started[]> = { bare: [], packed: [], sources: [] }
  const inside: Awaited<ReturnType<typeof inProcess>>[] = []
  for (let round = 0; round < RUNS; round += 1) {
    for (const [name, args] of Object.entries(variants)) runs[name]?.push(await coldStart(args))
    inside.push(await inProcess())
  }
  return toFigures(runs, inside)
}

function toFigures(
  runs: Record<string, Started[]>,
  inside: Awaited<ReturnType<typeof inProcess>>[],
): Figure[] {
  const middle = (name: string, key: keyof Started) =>
    median((runs[name] ?? []).map((each) => each[key]))
  const packedMs = middle('packed', 'ms')
  const memory = middle('packed', 'residentBytes') / middle('bare', 'residentBytes')
  const listenMs = median(inside.map((each) => each.againMs))
  const megabytes = (name: string) => `${(middle(name, 'residentBytes') / 2 ** 20).toFixed(0)} MB`
  return [
    { name: 'bare node:http, start to first 200', value: `${middle('bare', 'ms').toFixed(0)} ms` },
    {
      name: 'mock command as packed JS',
      value: `${packedMs.toFixed(0)} ms`,
      budget: '≤ 250 ms, aim 150',
      met: packedMs <= 250,
    },
    { name: 'mock command from .ts sources', value: `${middle('sources', 'ms').toFixed(0)} ms` },
    {
      name: 'mock in-process, import (once)',
      value: `${median(inside.map((each) => each.importMs)).toFixed(0)} ms`,
    },
    {
      name: 'mock in-process, first start',
      value: `${median(inside.map((each) => each.firstMs)).toFixed(1)} ms`,
    },
    {
      name: 'mock in-process, each further start',
      value: `${listenMs.toFixed(1)} ms`,
      budget: '≤ 10 ms',
      met: listenMs <= 10,
    },
    {
      name: 'resident memory, packed mock over bare',
      value: memory.toFixed(2),
      budget: '≤ 3',
      met: memory <= 3,
      note: `${megabytes('packed')} over ${megabytes('bare')}`,
    },
  ]
}

export const mockStart: Measurement = {
  name: 'mock-start',
  title: 'Mock: start to first response, and resident memory',
  run,
}
