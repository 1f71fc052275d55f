import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { ROOT } from '../src/build/pack-all.ts'
import { packExclusively } from '../src/build/pack-exclusively.ts'

const VARIABLE = 'ALOHA_PI_TEST_FOLDERS'
let parent: string | undefined

/** Before the tests that share folders. */
export async function setup() {
  parent = await mkdtemp(path.join(tmpdir(), 'aloha-pi-shared-'))
  process.env[VARIABLE] = parent
}

export async function teardown() {
  if (parent != null) await rm(parent, { recursive: true, force: true })
}

/**
 * A folder that all tests of a run share: the first that asks for it fills it, and the others wait. Who changes a file in
 * it copies it first.
 */
export async function shareFolder(
  name: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const shared = process.env[VARIABLE]
  if (shared == null) throw new Error(`${VARIABLE} is not set: is its global setup configured?`)
  const folder = path.join(shared, name)
  await packExclusively(path.join(shared, `${name}-lock`), async () => {
    if (existsSync(folder)) return
    const unfinished = path.join(shared, `${name}-unfinished`)
    await rm(unfinished, { recursive: true, force: true })
    await fill(unfinished)
    await rename(unfinished, folder)
  })
  return folder
}

/** The folder that `pnpm check pack` filled, which then need not pack again. */
export function packShared(): Promise<string> {
  return shareFolder('tarballs', async (folder) => {
    const check = [path.join(ROOT, '.ci/check.mjs'), 'pack']
    await promisify(execFile)(process.execPath, check, { cwd: ROOT }).catch(({ stdout }) => {
      throw new Error(`The tarballs were not made: ${stdout}`)
    })
    await cp(path.join(ROOT, 'packages/release/.data/tarballs'), folder, { recursive: true })
  })
}
