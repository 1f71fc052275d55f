import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { mountTmpfs } from './mount-tmpfs.ts'
import {
  expectRefusal,
  haveDatabase,
  haveFolder,
  otherUser,
  startRefused,
} from './start-refused.ts'

test('what this user cannot read in DATA_DIR stops the start', async ({ skip }) => {
  const uid = await otherUser(skip)
  const folder = await haveFolder()
  const dataDir = join(folder, 'data')
  await haveDatabase(dataDir)
  const own = promisify(execFile)
  await own('chown', ['-R', `${uid}:${uid}`, folder])
  const base = join(dataDir, 'base')
  const version = join(dataDir, 'PG_VERSION')
  for (const [path, mode] of [
    [base, 0o000],
    [base, 0o600],
    [base, 0o500],
    [version, 0o000],
    [version, 0o400],
  ] as const) {
    const { mode: before } = await stat(path)
    await chmod(path, mode)
    expect(await expectRefusal(startRefused(dataDir, { uid }))).toMatch(
      new RegExp(
        `^DATA_DIR ${dataDir} holds ${path}.*, which cannot be used: this user has no right to do that\\.$`,
      ),
    )
    await chmod(path, before & 0o777)
  }
  const foreign = join(base, 'x')
  await mkdir(foreign, { mode: 0o700 })
  expect(await expectRefusal(startRefused(dataDir, { uid }))).toBe(
    `DATA_DIR ${dataDir} holds a file of another user (uid 0), ${foreign}: its content may be forged.`,
  )
})

test('a full disk stops the start with a sentence, and nothing is left', async (context) => {
  const folder = await haveFolder()
  const disk = join(folder, 'disk')
  await mkdir(disk)
  await using mounted = await mountTmpfs(disk, '8k')
  if (mounted == null) return context.skip('mount is refused here')
  // Too small for the lock file, for the first files of PGlite, for all of them.
  for (const [size, named] of [
    ['8k', 'The lock file of DATA_DIR'],
    ['512k', 'DATA_DIR'],
    ['20m', 'DATA_DIR'],
  ] as const) {
    await mounted.remount(`size=${size}`)
    const sentence = await expectRefusal(startRefused(join(disk, 'made', 'data')))
    expect(sentence).toMatch(new RegExp(`^${named}.*${disk}/made/data.*: the disk is full\\.$`))
    expect(await readdir(disk)).toEqual([])
    // The folder itself is the disk: it stays, and stays empty.
    await mkdir(join(disk, 'own'), { mode: 0o700 })
    await expectRefusal(startRefused(join(disk, 'own')))
    expect(await readdir(disk, { recursive: true })).toEqual(['own'])
    await promisify(execFile)('rmdir', [join(disk, 'own')])
  }
  await mounted.remount('size=200m')
  await haveDatabase(join(disk, 'made', 'data'))
})

test('a disk that is full or read-only stops the start on a database, which stays', async (context) => {
  const folder = await haveFolder()
  const disk = join(folder, 'disk')
  await mkdir(disk)
  await using mounted = await mountTmpfs(disk, '200m')
  if (mounted == null) return context.skip('mount is refused here')
  const dataDir = join(disk, 'data')
  await haveDatabase(dataDir)
  await promisify(execFile)('dd', ['if=/dev/zero', `of=${disk}/junk`, 'bs=1k']).catch(
    () => undefined,
  )
  const before = await readdir(dataDir)
  expect(await expectRefusal(startRefused(dataDir))).toMatch(/: the disk is full\.$/)
  expect(await readdir(dataDir)).toEqual(before)
  await mounted.remount('ro')
  expect(await expectRefusal(startRefused(dataDir))).toMatch(/: its file system is read-only\.$/)
  await mounted.remount('rw')
  await promisify(execFile)('rm', [`${disk}/junk`])
  await haveDatabase(dataDir)
})
