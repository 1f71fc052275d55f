import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Figure, Measurement } from '../figure.ts'
import { median } from '../statistics.ts'

const RUNS = 3
const main = fileURLToPath(new URL('../../../dev-env/src/main.ts', import.meta.url))
const freePorts = ['--mock-port', '0', '--proxy-port', '0', '--metrics-port', '0']

/** Milliseconds from spawning `pnpm start`'s program to its last printed line. */
async function startOnce(dataDir: string): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [main, ...freePorts, '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout) if (String(chunk).includes('Ctrl-C stops both.')) break
  const ms = performance.now() - startedAt
  child.kill('SIGINT')
  await once(child, 'exit')
  return ms
}

async function run(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-bench-'))
  const times: number[] = []
  for (let round = 0; round < RUNS; round += 1) times.push(await startOnce(folder))
  await rm(folder, { recursive: true, force: true })
  const ms = median(times)
  return [
    {
      name: 'pnpm start, until both are ready',
      value: `${(ms / 1_000).toFixed(1)} s`,
      budget: '< 10 s',
      met: ms < 10_000,
    },
  ]
}

export const stackStart: Measurement = {
  name: 'stack-start',
  title: 'Local stack: fresh world and fresh database, until both answer',
  run,
}
