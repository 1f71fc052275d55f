import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../src/build/pack-all.ts'
import { packExclusively } from '../src/build/pack-exclusively.ts'

const VARIABLE = 'ALOHA_PI_TEST_TARBALLS'
let parent: string | undefined

/** Before the tests that need tarballs, which share them; the first of these tests packs. */
export async function setup() {
  parent = await mkdtemp(path.join(tmpdir(), 'aloha-pi-tarballs-'))
  process.env[VARIABLE] = parent
}

export async function teardown() {
  if (parent != null) await rm(parent, { recursive: true, force: true })
}

/**
 * The folder that `pnpm check pack` filled, which then need not pack again; who changes a file in it copies it first.
 */
export async function packShared(): Promise<string> {
  const folder = process.env[VARIABLE]
  if (folder == null) throw new Error(`${VARIABLE} is not set: is its global setup configured?`)
  const tarballs = path.join(folder, 'tarballs')
  // A lock of its own: the check takes the one of the clone.
  await packExclusively(folder, async () => {
    if (existsSync(tarballs)) return
    await promisify(execFile)(process.execPath, ['.ci/check.mjs', 'pack'], { cwd: ROOT }).catch(
      ({ stdout }) => {
        throw new Error(`The tarballs were not made: ${stdout}`)
      },
    )
    const unfinished = path.join(folder, 'unfinished')
    await cp(path.join(ROOT, 'packages/release/.data/tarballs'), unfinished, { recursive: true })
    await rename(unfinished, tarballs)
  })
  return tarballs
}
