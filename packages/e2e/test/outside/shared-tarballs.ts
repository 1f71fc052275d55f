import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { packAllOnce } from '@aloha-pi/release/pack-all'

const VARIABLE = 'ALOHA_PI_TEST_TARBALLS'
let parent: string | undefined

/** Before the tests that install tarballs, which share them; the first of these tests packs. */
export async function setup() {
  parent = await mkdtemp(path.join(tmpdir(), 'aloha-pi-tarballs-'))
  process.env[VARIABLE] = path.join(parent, 'tarballs')
}

export async function teardown() {
  if (parent != null) await rm(parent, { recursive: true, force: true })
}

/** The folder that holds the tarball of each published package. */
export async function packShared(): Promise<string> {
  const folder = process.env[VARIABLE]
  if (folder == null) throw new Error(`${VARIABLE} is not set: is its global setup configured?`)
  await packAllOnce(folder)
  return folder
}
