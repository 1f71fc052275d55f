import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { PROXY_BUNDLE } from './proxy-program.ts'
import { runProgram } from './run-program.ts'
import { writeBundle } from './write-bundle.ts'

const data = fileURLToPath(new URL('../.data', import.meta.url))

let folder: string | undefined
let compiled: Promise<void> | undefined

/** Before the tests that start proxies: all start the same bundle. */
export async function setup() {
  await mkdir(data, { recursive: true })
  folder = await mkdtemp(join(data, 'tests-'))
  // Some tests start it as another user.
  await chmod(folder, 0o755)
  const file = join(folder, 'proxy.mjs')
  await writeBundle(file)
  process.env[PROXY_BUNDLE] = file
  compiled = compile(file, join(folder, 'database'))
  // Without this, its failure would end the run before `teardown` reports it.
  compiled.catch(() => undefined)
}

export async function teardown() {
  await compiled
  if (folder != null) await rm(folder, { recursive: true, force: true })
}

/**
 * Starts it once and stops it, so that Node keeps what it compiled: a fifth of a start. It keeps what the first process
 * used that ended by itself. Most proxies of tests are killed, and commands use little. No test waits for it.
 */
async function compile(file: string, dataDir: string) {
  const running = runProgram(pathToFileURL(file), ['serve'], {
    PI_API_URL: 'http://127.0.0.1:9',
    PI_API_KEY: 'test',
    // The keys of 32 zero bytes.
    PI_WALLET_ADDRESS: 'GA5WUJ54Z23KILLCUOUNAKTPBVZWKMQVO4O6EQ5GHLAERIMLLHNCSKYH',
    PI_WALLET_SEED: 'SAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU2',
    PORT: '0',
    METRICS_PORT: '0',
    DATA_DIR: dataDir,
  })
  await running.line(/API reference/)
  running.process.kill('SIGTERM')
  await running.ended
}
