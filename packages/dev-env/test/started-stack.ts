import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const main = fileURLToPath(new URL('../start.mjs', import.meta.url))

export type StartedStack = {
  child: ChildProcess
  /** All that it printed so far. */
  output: () => string
  /** Settles with the exit code once the process has ended. */
  exitCode: Promise<number | null>
}

/** Runs what `pnpm start` runs, on free ports unless told otherwise, until `ready` or the end. */
export async function startStackProcess(
  dataDir: string | null,
  ports: { shop?: number; mock?: number; proxy?: number } = {},
  more: readonly string[] = [],
): Promise<StartedStack> {
  const { shop = 0, mock = 0, proxy = 0 } = ports
  const child = spawn(process.execPath, [
    main,
    `--shop-port=${shop}`,
    `--mock-port=${mock}`,
    `--proxy-port=${proxy}`,
    '--metrics-port=0',
    ...(dataDir == null ? [] : [`--data-dir=${dataDir}`]),
    ...more,
  ])
  let printed = ''
  const exitCode = once(child, 'exit').then(([code]) => code as number | null)
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.includes('Ctrl-C stops all.')) resolve()
      })
    }
  })
  await Promise.race([ready, exitCode])
  return { child, output: () => printed, exitCode }
}

/** Addresses that the stack printed. */
export function printedUrls(output: string) {
  const shopUrl = /demo shop +(http:\S+)/.exec(output)?.[1]
  const mockUrl = /mock Pi +(http:\S+)/.exec(output)?.[1]
  const proxyUrl = /proxy +(http:\S+)/.exec(output)?.[1]
  if (shopUrl == null || mockUrl == null || proxyUrl == null) {
    throw new Error(`No addresses in:\n${output}`)
  }
  return { shopUrl, mockUrl, proxyUrl }
}

/** A folder that is gone after the test file, with the lock that `start` puts beside it. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const parent = await mkdtemp(path.join(tmpdir(), 'aloha-pi-'))
  const folder = path.join(parent, 'folder')
  await mkdir(folder)
  return {
    path: folder,
    async [Symbol.asyncDispose]() {
      // A server that is just stopping may still write.
      await rm(parent, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}
