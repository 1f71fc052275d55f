import { execFile, spawn } from 'node:child_process'
import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../src/stores/open-database.ts'
import { mountTmpfs } from './mount-tmpfs.ts'
import { failOnLostConnection, makeTempDir } from '../testkit/open-test-database.ts'
import { QUICK_START } from '../testkit/run-program.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'

const main = fileURLToPath(proxyProgram())
const isRoot = process.getuid?.() === 0
const OTHER_USER = 65_534

async function haveFolder(): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  return folder.path
}

type Wish = {
  command?: string
  limit?: number
  uid?: number
  log?: string
  nodeFlag?: string
  nodeOptions?: string
}

/** Starts it in front of nothing, where it must fail, and returns how it ended. */
async function start(dataDir: string, wish: Wish = {}) {
  const { command = 'serve', limit, uid, log, nodeFlag = '', nodeOptions } = wish
  const limits = limit == null ? '' : `ulimit -n ${limit};`
  const redirect = log == null ? '' : `2>${log}`
  const line = `${limits} exec "$0" ${QUICK_START} ${nodeFlag} "$1" ${command} ${redirect}`
  const child = spawn('sh', ['-c', line, process.execPath, main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid == null ? {} : { uid, gid: uid }),
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PI_API_URL: 'http://127.0.0.1:9',
      PI_API_KEY: 'test',
      PORT: '0',
      METRICS_PORT: 'off',
      DATA_DIR: dataDir,
      ...(nodeOptions == null ? {} : { NODE_OPTIONS: nodeOptions }),
    },
  })
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  clearTimeout(late)
  return { code, stdout, stderr }
}

/** One sentence, exit 1, nothing on standard output. */
async function expectRefusal(
  start: Promise<{ code: number | null; stdout: string; stderr: string }>,
) {
  const { code, stdout, stderr } = await start
  expect({ code, stdout, lines: stderr.trim().split('\n').length, stderr }).toMatchObject({
    code: 1,
    stdout: '',
    lines: 1,
  })
  return stderr.trim()
}

async function haveDatabase(dataDir: string) {
  await using _ = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
}

test.each(['serve', 'keys list', 'migrate'])(
  'a file in place of DATA_DIR stops %s with a sentence, and stays',
  async (command) => {
    const folder = await haveFolder()
    const dataDir = join(folder, 'data')
    await writeFile(dataDir, 'precious')
    expect(await expectRefusal(start(dataDir, { command }))).toBe(
      `DATA_DIR ${dataDir} cannot be used: something that is not a folder is in its place.`,
    )
    expect(await readFile(dataDir, 'utf8')).toBe('precious')
    expect(await expectRefusal(start(join(dataDir, 'deeper'), { command }))).toContain(
      'something that is not a folder is in its place',
    )
    expect(await readdir(folder)).toEqual(['data'])
  },
)

test.skipIf(!isRoot)('a folder without rights stops the start, and nothing is left', async () => {
  const folder = await haveFolder()
  await chmod(folder, 0o755)
  const dataDir = join(folder, 'made', 'data')
  expect(await expectRefusal(start(dataDir, { uid: OTHER_USER }))).toBe(
    `DATA_DIR ${dataDir} cannot be used: this user has no right to do that.`,
  )
  expect(await readdir(folder)).toEqual([])
})

test.skipIf(!isRoot)('what this user cannot read in DATA_DIR stops the start', async () => {
  const folder = await haveFolder()
  const dataDir = join(folder, 'data')
  await haveDatabase(dataDir)
  const own = promisify(execFile)
  await own('chown', ['-R', `${OTHER_USER}:${OTHER_USER}`, folder])
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
    expect(await expectRefusal(start(dataDir, { uid: OTHER_USER }))).toMatch(
      new RegExp(
        `^DATA_DIR ${dataDir} holds ${path}.*, which cannot be used: this user has no right to do that\\.$`,
      ),
    )
    await chmod(path, before & 0o777)
  }
  const foreign = join(base, 'x')
  await mkdir(foreign, { mode: 0o700 })
  expect(await expectRefusal(start(dataDir, { uid: OTHER_USER }))).toBe(
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
    const sentence = await expectRefusal(start(join(disk, 'made', 'data')))
    expect(sentence).toMatch(new RegExp(`^${named}.*${disk}/made/data.*: the disk is full\\.$`))
    expect(await readdir(disk)).toEqual([])
    // The folder itself is the disk: it stays, and stays empty.
    await mkdir(join(disk, 'own'), { mode: 0o700 })
    await expectRefusal(start(join(disk, 'own')))
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
  expect(await expectRefusal(start(dataDir))).toMatch(/: the disk is full\.$/)
  expect(await readdir(dataDir)).toEqual(before)
  await mounted.remount('ro')
  expect(await expectRefusal(start(dataDir))).toMatch(/: its file system is read-only\.$/)
  await mounted.remount('rw')
  await promisify(execFile)('rm', [`${disk}/junk`])
  await haveDatabase(dataDir)
})

/** The program, PGlite, both upstreams and the fewest connections; the metrics port is off. */
const SERVE_NEEDS = 176
const COMMAND_NEEDS = 112
const PROGRAM_NEEDS = 48

test.each([
  ...[22, 24, 28, 40, 47].map((limit) => ['serve', limit, PROGRAM_NEEDS] as const),
  ...[60, 70, 90, 110, 125, 160, 175].map((limit) => ['serve', limit, SERVE_NEEDS] as const),
  ...[28, 47].map((limit) => ['keys list', limit, PROGRAM_NEEDS] as const),
  ...[70, 90, 111].map((limit) => ['keys list', limit, COMMAND_NEEDS] as const),
  ['migrate', 111, COMMAND_NEEDS] as const,
])('%s with %i file descriptors is refused with what it needs', async (command, limit, needed) => {
  const folder = await haveFolder()
  const dataDir = join(folder, 'data')
  expect(await expectRefusal(start(dataDir, { command, limit }))).toBe(
    `This process may open ${limit} files at once (ulimit -n), and the proxy needs at least ${needed}: raise the limit.`,
  )
  expect(await readdir(folder)).toEqual([])
})

test('a command with as many file descriptors as it needs makes a database', async () => {
  const dataDir = join(await haveFolder(), 'data')
  const limit = COMMAND_NEEDS
  const ended = await start(dataDir, { command: 'migrate', limit })
  expect(ended).toEqual({ code: 0, stdout: 'The database is up to date\n', stderr: '' })
  expect(await start(dataDir, { command: 'keys list', limit })).toMatchObject({
    code: 0,
    stderr: 'There are no keys.\n',
  })
})

test('a log that cannot be written does not hide or change how a start fails', async () => {
  const folder = await haveFolder()
  const dataDir = join(folder, 'data')
  await writeFile(dataDir, '')
  expect(await start(dataDir, { log: '/dev/full' })).toEqual({ code: 1, stdout: '', stderr: '' })
})

test('damaged files of PGlite are a sentence that says so', async () => {
  const dataDir = join(await haveFolder(), 'data')
  await haveDatabase(dataDir)
  await writeFile(join(dataDir, 'global', 'pg_control'), 'damaged')
  expect(await expectRefusal(start(dataDir))).toBe(
    `DATA_DIR ${dataDir} cannot be used: PGlite cannot start with its files, which may be damaged. Choose another folder, or restore a copy.`,
  )
})

test.each([{ nodeFlag: '--insecure-http-parser' }, { nodeOptions: '--insecure-http-parser' }])(
  'a relaxed HTTP parser is refused: %j',
  async (wish) => {
    expect(await expectRefusal(start(await haveFolder(), wish))).toBe(
      'The Node option --insecure-http-parser must be absent: with it, a request can be ambiguous.',
    )
  },
)
