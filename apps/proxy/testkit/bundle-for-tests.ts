import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PROXY_BUNDLE } from './proxy-program.ts'
import { writeBundle } from './write-bundle.ts'

const data = fileURLToPath(new URL('../.data', import.meta.url))

let folder: string | undefined

/** Before the tests that start proxies: all start the same bundle. */
export async function setup() {
  await mkdir(data, { recursive: true })
  folder = await mkdtemp(join(data, 'tests-'))
  // Some tests start it as another user.
  await chmod(folder, 0o755)
  const file = join(folder, 'proxy.mjs')
  await writeBundle(file)
  process.env[PROXY_BUNDLE] = file
}

export async function teardown() {
  if (folder != null) await rm(folder, { recursive: true, force: true })
}
