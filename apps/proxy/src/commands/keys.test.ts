import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failOnLostConnection, makeTempDir } from '../../testkit/open-test-database.ts'
import { openDatabase } from '../stores/open-database.ts'
import { createAuthenticate } from '../keys/authenticate.ts'
import type { Env } from '../config/env.ts'
import { createCommandIo } from '../operator/command.ts'
import { keysCommand } from './keys.ts'
import { migrateCommand } from './migrate.ts'

let env: Env
let removeFolder: () => Promise<void>
beforeAll(async () => {
  const folder = await makeTempDir()
  removeFolder = () => folder.remove()
  env = { DATA_DIR: join(folder.path, 'data') }
})
afterAll(() => removeFolder())

async function run(command: typeof keysCommand, line: string, ownEnv: Env = env) {
  const printed: string[] = []
  const complaints: string[] = []
  const code = await command(line.split(' ').filter(Boolean), {
    env: ownEnv,
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  })
  return { code, printed, complaints }
}
const keys = (line: string) => run(keysCommand, line)

/** What the server would say to this key. */
async function isAccepted(key: string): Promise<boolean> {
  await using database = await openDatabase(
    { kind: 'pglite', dataDir: String(env['DATA_DIR']) },
    failOnLostConnection,
  )
  const authenticate = createAuthenticate({ keys: database.keys, development: false })
  return (await authenticate(`Bearer ${key}`)).ok
}

// Each command opens its own PGlite.
test(
  'a created key is printed by itself, works, is listed without its secret, and ends when revoked',
  { timeout: 60_000 },
  async () => {
    const created = await keys('create --client shop --scopes u2a,read --expires 90d')
    expect(created).toMatchObject({ code: 0, printed: [expect.stringMatching(/^aloha_live_/)] })
    const key = created.printed[0] ?? ''
    const [, , keyId, secret] = key.split('_')
    expect(await isAccepted(key)).toBe(true)

    const listed = await keys('list')
    expect(listed.printed).toEqual([
      expect.stringMatching(`^${keyId} shop u2a,read, made .*, expires `),
    ])
    expect(JSON.stringify([listed, created.complaints])).not.toContain(secret)

    expect(await keys(`revoke ${keyId}`)).toMatchObject({
      code: 0,
      printed: [`Key ${keyId} is revoked`],
    })
    expect(await isAccepted(key)).toBe(false)
    expect((await keys(`revoke ${keyId}`)).printed).toEqual([`Key ${keyId} was revoked before`])
    expect((await keys('list')).printed).toEqual([expect.stringContaining('revoked 20')])
  },
)

test('P5: a third live key is refused with what to do', async () => {
  for (const _ of [1, 2]) await keys('create --client busy --scopes read')
  expect(await keys('create --client busy --scopes read')).toEqual({
    code: 1,
    printed: [],
    complaints: [expect.stringContaining('has 2 live keys, which is the limit: revoke one')],
  })
})

test('an unknown key cannot be revoked', async () => {
  expect(await keys('revoke 00000000000')).toMatchObject({
    code: 1,
    complaints: ['There is no key 00000000000: proxy keys list shows all.'],
  })
})

test('wrong arguments are a sentence and the usage, and touch no database', async () => {
  const refused = await run(keysCommand, 'create --client shop', { DATABASE_URL: 'nonsense' })
  expect(refused).toEqual({
    code: 2,
    printed: [],
    complaints: [expect.stringMatching(/^--scopes must be .*\.\nproxy keys create --client NAME/)],
  })
})

test.each([keysCommand, migrateCommand])(
  'a wrong DATABASE_URL is reported without the URL (%o)',
  async (command) => {
    const line = command === keysCommand ? 'list' : ''
    const refused = await run(command, line, { DATABASE_URL: 'mysql://me:secret@db/x' })
    expect(refused).toEqual({
      code: 2,
      printed: [],
      complaints: ['DATABASE_URL must be a URL like postgres://user:password@host:5432/database.'],
    })
  },
)

test('beside another process with PGlite and no socket keys and migrate name it', async () => {
  await using _server = await openDatabase(
    { kind: 'pglite', dataDir: String(env['DATA_DIR']) },
    failOnLostConnection,
  )
  const inUse = expect.stringMatching(
    `in use by process ${process.pid} \\(since 20.*Z\\): stop it, or set DATABASE_URL`,
  )
  const noSocket = expect.stringMatching(/^There is no operator\.sock in .* Nothing was done\.$/)
  expect(await keys('list')).toEqual({ code: 1, printed: [], complaints: [inUse, noSocket] })
  const stopped = 'On PGlite this command runs only while the server is stopped.'
  expect(await run(migrateCommand, '')).toEqual({
    code: 1,
    printed: [],
    complaints: [inUse, stopped],
  })
})

test('migrate has nothing left to do on PGlite', async () => {
  expect(await run(migrateCommand, '')).toMatchObject({
    code: 0,
    printed: ['The database is up to date'],
  })
  expect(await run(migrateCommand, 'now')).toMatchObject({
    code: 2,
    complaints: ['migrate takes no arguments.'],
  })
})

test('a wallet seed that was given as the name of a client is not shown, and the created key is', async () => {
  const seed = `S${'ABCDEFG234567'.repeat(5).slice(0, 55)}`
  const outputs = { out: '', err: '' }
  const io = createCommandIo(env, {
    out: (text) => (outputs.out += text),
    err: (text) => (outputs.err += text),
  })

  expect(await keysCommand(['create', '--client', seed, '--scopes', 'u2a'], io)).toBe(0)
  expect(outputs.out).toMatch(/^aloha_live_\w{61}\n$/)
  expect(await keysCommand(['list'], io)).toBe(0)
  expect(outputs.out).toContain(' S… (a wallet seed) u2a, made ')
  expect(outputs.err).toContain(' S… (a wallet seed) u2a, made ')
  expect(outputs.out + outputs.err).not.toContain(seed)
})
