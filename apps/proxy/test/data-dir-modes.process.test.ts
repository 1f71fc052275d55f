import {
  chmod,
  chown,
  lchown,
  link,
  lstat,
  mkdir,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../src/stores/open-database.ts'
import { developmentClient } from '../src/keys/development-client.ts'
import { failOnLostConnection, makeTempDir } from '../testkit/open-test-database.ts'

const isRoot = process.getuid?.() === 0
if (!isRoot)
  process.stderr.write('Tests of files of another user are skipped: only root makes them\n')
const OTHER_USER = 65_534

async function haveParent(): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  return folder.path
}

/** Opens the database, lets PGlite write all kinds of files, and closes it; returns the sentences. */
async function use(dataDir: string): Promise<string[]> {
  const told: string[] = []
  await using database = await openDatabase(
    { kind: 'pglite', dataDir },
    failOnLostConnection,
    (sentence) => told.push(sentence),
  )
  const { clientId } = developmentClient
  for (let count = 0; count < 50; count += 1) {
    await database.u2aPayments.begin({ paymentId: `p${count}`, clientId, call: 'approve' })
  }
  await database.db.execute('CREATE TABLE IF NOT EXISTS made_later AS SELECT 1 AS one')
  await database.db.execute('SELECT pg_switch_wal()')
  await database.db.execute('CHECKPOINT')
  await checkModes(dataDir)
  return told
}

/** Every folder 0700 and every file 0600: the data directory, all in it, and the lock beside it. */
async function checkModes(dataDir: string) {
  const inside = await readdir(dataDir, { recursive: true })
  const beside = await readdir(dirname(dataDir))
  const locks = beside.filter((name) => name.includes('.lock'))
  expect(locks.length).toBeGreaterThan(0)
  const paths = [dataDir, ...inside.map((name) => join(dataDir, name))]
  paths.push(...locks.map((name) => join(dirname(dataDir), name)))
  expect(paths.length).toBeGreaterThan(400)
  const open = []
  for (const path of paths) {
    const { mode } = await stat(path)
    if ((mode & 0o077) !== 0) open.push(`${path} ${(mode & 0o777).toString(8)}`)
  }
  expect(open).toEqual([])
}

test.each([0o000, 0o022])(
  'with umask %o nothing that PGlite writes is open to others',
  async (umask) => {
    const dataDir = join(await haveParent(), 'made', 'data')
    const before = process.umask(umask)
    onTestFinished(() => void process.umask(before))
    expect(await use(dataDir)).toEqual([])
    await checkModes(dataDir)
    expect((await stat(dirname(dataDir))).mode & 0o777).toBe(0o700)
  },
)

test('our own folder that was open is closed with all its content, and this is reported', async () => {
  const dataDir = join(await haveParent(), 'data')
  await use(dataDir)
  await chmod(dataDir, 0o755)
  await chmod(join(dataDir, 'global'), 0o777)
  await chmod(join(dataDir, 'global', 'pg_control'), 0o666)

  expect(await use(dataDir)).toEqual([
    `DATA_DIR ${dataDir} was open to other users of this machine (mode 755) and is closed now: if one of them is not trusted, its content may be forged`,
    `2 files and folders in DATA_DIR ${dataDir} were open to other users and are closed now`,
  ])
  await checkModes(dataDir)
  expect(await use(dataDir)).toEqual([])
})

test('a folder in which every user may replace it is refused; a sticky one is not', async () => {
  const parent = await haveParent()
  const dataDir = join(parent, 'data')
  await chmod(parent, 0o777)
  await expect(use(dataDir)).rejects.toMatchObject({
    name: 'DatabaseRefusedError',
    message: `DATA_DIR ${dataDir} is in ${parent}, in which any user may replace it: chmod o-w it`,
  })
  expect(await readdir(parent)).toEqual([])
  await chmod(parent, 0o1777)
  expect(await use(dataDir)).toEqual([])
})

test('the folder behind a symbolic link is looked at as well', async () => {
  const parent = await haveParent()
  const open = join(parent, 'open')
  await mkdir(join(open, 'data'), { recursive: true })
  await chmod(open, 0o777)
  await symlink(join(open, 'data'), join(parent, 'link'))
  await expect(use(join(parent, 'link'))).rejects.toThrow(`is in ${open}, in which any user may`)
})

test.skipIf(!isRoot)('a folder that another user owns is refused and stays as it is', async () => {
  const dataDir = join(await haveParent(), 'data')
  await mkdir(dataDir, { mode: 0o755 })
  await chown(dataDir, OTHER_USER, OTHER_USER)
  await expect(use(dataDir)).rejects.toThrow(
    `DATA_DIR ${dataDir} belongs to another user (uid ${OTHER_USER})`,
  )
  expect((await stat(dataDir)).mode & 0o777).toBe(0o755)
  expect(await readdir(dirname(dataDir))).toEqual(['data'])
})

test.skipIf(!isRoot)('a file that another user put into the folder is refused', async () => {
  const dataDir = join(await haveParent(), 'data')
  await use(dataDir)
  const planted = join(dataDir, 'pg_wal', '000000010000000000000009')
  await writeFile(planted, 'planted')
  await chown(planted, OTHER_USER, OTHER_USER)
  await expect(use(dataDir)).rejects.toThrow(
    `holds a file of another user (uid ${OTHER_USER}), ${planted}: its content may be forged`,
  )
  expect(await readFile(planted, 'utf8')).toBe('planted')
})

test.skipIf(!isRoot)('a folder of another user in it is refused before it is read', async () => {
  const dataDir = join(await haveParent(), 'data')
  await use(dataDir)
  await chmod(dataDir, 0o755)
  const planted = join(dataDir, 'base', 'x')
  await mkdir(planted, { mode: 0o700 })
  // Seen only by reading it: then the refusal would be that of the link.
  await symlink(dataDir, join(planted, 'link'))
  await chown(planted, OTHER_USER, OTHER_USER)
  await expect(use(dataDir)).rejects.toThrow(
    `holds a file of another user (uid ${OTHER_USER}), ${planted}: its content may be forged`,
  )
  expect((await stat(dataDir)).mode & 0o777).toBe(0o755)
})

test('a symbolic link in the folder is refused; nothing behind it or in front of it changes', async () => {
  const parent = await haveParent()
  const dataDir = join(parent, 'data')
  await use(dataDir)
  const elsewhere = join(parent, 'elsewhere')
  await mkdir(elsewhere, { mode: 0o755 })
  await writeFile(join(elsewhere, 'page.html'), 'for everyone', { mode: 0o644 })
  await chmod(dataDir, 0o777)
  await chmod(join(dataDir, 'base'), 0o777)
  const before = await modesOf(parent)

  for (const [target, name] of [
    [elsewhere, 'zz'],
    [elsewhere, join('base', 'zz')],
    [join(elsewhere, 'page.html'), 'file'],
    [join(parent, 'missing'), 'dangling'],
    [dataDir, 'circle'],
  ] as const) {
    const planted = join(dataDir, name)
    await symlink(target, planted)
    await expect(use(dataDir)).rejects.toMatchObject({
      name: 'DatabaseRefusedError',
      message: `DATA_DIR ${dataDir} holds a symbolic link, ${planted}: it must hold none, so delete the link`,
    })
    await rm(planted)
    expect(await modesOf(parent)).toEqual(before)
  }
  await use(dataDir)
  expect((await stat(join(elsewhere, 'page.html'))).mode & 0o777).toBe(0o644)
})

test('a hard link in the folder is refused, and its modes stay', async () => {
  const parent = await haveParent()
  const dataDir = join(parent, 'data')
  await use(dataDir)
  const page = join(parent, 'page.html')
  await writeFile(page, 'for everyone', { mode: 0o644 })
  await link(page, join(dataDir, 'base', 'zz'))
  await expect(use(dataDir)).rejects.toThrow(
    `DATA_DIR ${dataDir} holds a file that has another name elsewhere (a hard link), ${dataDir}/base/zz: replace it by a copy`,
  )
  expect((await stat(page)).mode & 0o777).toBe(0o644)
})

/** Of everything in a folder, without following links. */
async function modesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true })
  const modes = names.map(async (name) => `${name} ${(await lstat(join(folder, name))).mode}`)
  return (await Promise.all(modes)).toSorted()
}

test.skipIf(!isRoot)('a link or a lock of another user is refused', async () => {
  const parent = await haveParent()
  await mkdir(join(parent, 'data'))
  await symlink(join(parent, 'data'), join(parent, 'link'))
  await lchown(join(parent, 'link'), OTHER_USER, OTHER_USER)
  await expect(use(join(parent, 'link'))).rejects.toThrow('a symbolic link of another user')
  await writeFile(join(parent, 'data.lock'), '')
  await chown(join(parent, 'data.lock'), OTHER_USER, OTHER_USER)
  await expect(use(join(parent, 'data'))).rejects.toThrow(
    `data.lock, the lock of DATA_DIR, belongs to another user (uid ${OTHER_USER})`,
  )
})
