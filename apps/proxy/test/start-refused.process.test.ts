import { chmod, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  COMMAND_NEEDS,
  expectRefusal,
  haveDatabase,
  haveFolder,
  needsMore,
  otherUser,
  startRefused,
  startWithFew,
  tooFewDescriptors,
} from './start-refused.ts'

test.each(['serve', 'keys list', 'migrate'])(
  'a file in place of DATA_DIR stops %s with a sentence, and stays',
  async (command) => {
    const folder = await haveFolder()
    const dataDir = join(folder, 'data')
    await writeFile(dataDir, 'precious')
    expect(await expectRefusal(startRefused(dataDir, { command }))).toBe(
      `DATA_DIR ${dataDir} cannot be used: something that is not a folder is in its place.`,
    )
    expect(await readFile(dataDir, 'utf8')).toBe('precious')
    expect(await expectRefusal(startRefused(join(dataDir, 'deeper'), { command }))).toContain(
      'something that is not a folder is in its place',
    )
    expect(await readdir(folder)).toEqual(['data'])
  },
)

test('a folder without rights stops the start, and nothing is left', async ({ skip }) => {
  const uid = await otherUser(skip)
  const folder = await haveFolder()
  await chmod(folder, 0o755)
  const dataDir = join(folder, 'made', 'data')
  expect(await expectRefusal(startRefused(dataDir, { uid }))).toBe(
    `DATA_DIR ${dataDir} cannot be used: this user has no right to do that.`,
  )
  expect(await readdir(folder)).toEqual([])
})

// Beside what is needed, and far from it; those between are in `few-descriptors.process.proof.test.ts`.
test.each(tooFewDescriptors.filter(([, limit]) => [22, 47, 60, 111, 175].includes(limit)))(
  '%s with %i file descriptors is refused with what it needs',
  async (command, limit, needed) =>
    expect(await startWithFew(command, limit)).toEqual({
      sentence: needsMore(limit, needed),
      left: [],
    }),
)

test('a command with as many file descriptors as it needs makes a database', async () => {
  const dataDir = join(await haveFolder(), 'data')
  const limit = COMMAND_NEEDS
  const ended = await startRefused(dataDir, { command: 'migrate', limit })
  expect(ended).toEqual({ code: 0, stdout: 'The database is up to date\n', stderr: '' })
  expect(await startRefused(dataDir, { command: 'keys list', limit })).toMatchObject({
    code: 0,
    stderr: 'There are no keys.\n',
  })
})

test('a log that cannot be written does not hide or change how a start fails', async () => {
  const folder = await haveFolder()
  const dataDir = join(folder, 'data')
  await writeFile(dataDir, '')
  expect(await startRefused(dataDir, { log: '/dev/full' })).toEqual({
    code: 1,
    stdout: '',
    stderr: '',
  })
})

test('damaged files of PGlite are a sentence that says so', async () => {
  const dataDir = join(await haveFolder(), 'data')
  await haveDatabase(dataDir)
  await writeFile(join(dataDir, 'global', 'pg_control'), 'damaged')
  expect(await expectRefusal(startRefused(dataDir))).toBe(
    `DATA_DIR ${dataDir} cannot be used: PGlite cannot start with its files, which may be damaged. Choose another folder, or restore a copy.`,
  )
})

test.each([{ nodeFlag: '--insecure-http-parser' }, { nodeOptions: '--insecure-http-parser' }])(
  'a relaxed HTTP parser is refused: %j',
  async (wish) => {
    expect(await expectRefusal(startRefused(await haveFolder(), wish))).toBe(
      'The Node option --insecure-http-parser must be absent: with it, a request can be ambiguous.',
    )
  },
)
