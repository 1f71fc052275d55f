import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../src/build/pack-all.ts'
import { packExclusively } from '../src/build/pack-exclusively.ts'

const VARIABLE = 'ALOHA_PI_TEST_TARBALLS'
/** What the workflow says of itself: the tarballs name it as their repository. */
const WORKFLOW = { GITHUB_SERVER_URL: 'http://git.test', GITHUB_REPOSITORY: 'someone/fork' }
let parent: string | undefined

/** Before the tests that need tarballs, which share them; the first of these tests packs. */
export async function setup() {
  parent = await mkdtemp(path.join(tmpdir(), 'aloha-pi-tarballs-'))
  process.env[VARIABLE] = parent
}

export async function teardown() {
  if (parent != null) await rm(parent, { recursive: true, force: true })
}

/** The folder that `pnpm tarballs` filled; who changes a file in it copies it first. */
export async function packShared(): Promise<string> {
  const folder = process.env[VARIABLE]
  if (folder == null) throw new Error(`${VARIABLE} is not set: is its global setup configured?`)
  const tarballs = path.join(folder, 'tarballs')
  // A lock of its own: the program takes the one of the clone.
  await packExclusively(folder, async () => {
    if (existsSync(tarballs)) return
    const unfinished = path.join(folder, 'unfinished')
    const main = path.join(ROOT, 'packages/release/src/main.ts')
    const env = { ...process.env, ...WORKFLOW }
    const { stderr } = await promisify(execFile)(process.execPath, [main, unfinished], { env })
    if (stderr !== '') throw new Error(`The tarballs were not made: ${stderr}`)
    await rename(unfinished, tarballs)
  })
  return tarballs
}
