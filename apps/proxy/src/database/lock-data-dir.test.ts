import { chmod, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, onTestFinished, test } from 'vitest'
import { makeTempDir } from '../../testkit/open-test-database.ts'
import { lockDataDir } from './lock-data-dir.ts'

async function haveFolder(): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  return folder.path
}
async function haveDataDir(): Promise<string> {
  const dataDir = join(await haveFolder(), 'data')
  await mkdir(dataDir)
  return dataDir
}
const inUse = { name: 'DatabaseRefusedError', refusal: 'in_use' }

test('a second lock in the same process is refused, and asking does not break the first', async () => {
  const dataDir = await haveDataDir()
  const lock = await lockDataDir(dataDir)
  for (let round = 0; round < 3; round += 1) {
    await expect(lockDataDir(dataDir)).rejects.toMatchObject({
      ...inUse,
      message: expect.stringMatching(
        `^The database in ${dataDir} is in use by process ${process.pid} \\(since .*Z\\): stop it, or set DATABASE_URL`,
      ),
    })
  }
  lock.release()
})

test('a symbolic link leads to the same lock', async () => {
  const folder = await haveFolder()
  const dataDir = join(folder, 'data')
  await mkdir(dataDir)
  await symlink(dataDir, join(folder, 'link'))
  const lock = await lockDataDir(join(folder, 'link'))
  await expect(lockDataDir(dataDir)).rejects.toMatchObject(inUse)
  lock.release()
})

test('a released lock can be taken again', async () => {
  const dataDir = await haveDataDir()
  for (let round = 0; round < 3; round += 1) {
    const lock = await lockDataDir(dataDir)
    lock.release()
  }
  const last = await lockDataDir(dataDir)
  await expect(lockDataDir(dataDir)).rejects.toMatchObject(inUse)
  last.release()
})

test('who asks in the same moment is in the way only for that moment', async () => {
  const dataDir = join(await haveFolder(), 'data')
  await mkdir(dataDir)
  const other = new DatabaseSync(`${dataDir}.lock`)
  other.exec('BEGIN; SELECT * FROM sqlite_master')
  const locking = lockDataDir(dataDir)
  await setTimeout(20)
  other.close()
  const lock = await locking
  await expect(lockDataDir(dataDir)).rejects.toMatchObject(inUse)
  lock.release()
})

test('a lock that another process holds without its name is in use', async () => {
  const dataDir = join(await haveFolder(), 'data')
  await mkdir(dataDir)
  using other = new DatabaseSync(`${dataDir}.lock`)
  other.exec('BEGIN EXCLUSIVE')
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({
    ...inUse,
    message: expect.stringContaining('in use by another process: stop it'),
  })
})

test('two folders have two locks', async () => {
  const [one, two] = [await haveDataDir(), await haveDataDir()]
  const first = await lockDataDir(one)
  const second = await lockDataDir(two)
  first.release()
  second.release()
  await expect(lockDataDir(one)).resolves.toHaveProperty('release')
})

test('a lock that no one refers to any more is still held', async () => {
  const dataDir = await haveDataDir()
  await lockDataDir(dataDir)
  setFlagsFromString('--expose-gc')
  const collectGarbage: unknown = runInNewContext('gc')
  if (typeof collectGarbage !== 'function') throw new Error('This Node shows no gc')
  collectGarbage()
  await setImmediate()
  collectGarbage()
  await expect(lockDataDir(dataDir)).rejects.toMatchObject(inUse)
})

test('the lock file is for its owner only, also one that was open before', async () => {
  const dataDir = await haveDataDir()
  const modes = async () => ((await stat(`${dataDir}.lock`)).mode & 0o777).toString(8)
  ;(await lockDataDir(dataDir)).release()
  expect(await modes()).toBe('600')
  await chmod(`${dataDir}.lock`, 0o666)
  ;(await lockDataDir(dataDir)).release()
  expect(await modes()).toBe('600')
})

test('restoring removes a lock file that was made for this start, and keeps an older one', async () => {
  const dataDir = await haveDataDir()
  ;(await lockDataDir(dataDir)).restore()
  expect(await readdir(dirname(dataDir))).toEqual(['data'])
  ;(await lockDataDir(dataDir)).release()
  ;(await lockDataDir(dataDir)).restore()
  expect(await readdir(dirname(dataDir))).toEqual(['data', 'data.lock'])
})

test.each([
  ['a folder', (path: string) => mkdir(path), 'must be a file'],
  ['a symbolic link', (path: string) => symlink('/etc/passwd', path), 'must be a file'],
  ['another file', (path: string) => writeFile(path, 'no lock '.repeat(100)), 'is not a lock file'],
])('%s in place of the lock file is refused in a sentence', async (_, make, sentence) => {
  const dataDir = await haveDataDir()
  await make(`${dataDir}.lock`)
  await expect(lockDataDir(dataDir)).rejects.toMatchObject({
    name: 'PathRefusedError',
    message: expect.stringContaining(sentence),
  })
})
