import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '../src/stores/open-database.ts'

/** A folder that exists only for one test file, and so does the lock that a proxy puts beside it. */
export async function makeTempDir(): Promise<{ path: string; remove(): Promise<void> }> {
  const parent = await mkdtemp(join(tmpdir(), 'aloha-proxy-'))
  // A Postgres that runs as another user may pass.
  await chmod(parent, 0o711)
  const path = join(parent, 'folder')
  await mkdir(path)
  return { path, remove: () => rm(parent, { recursive: true, force: true }) }
}

/** A fresh PGlite; closing it deletes it. Opening takes seconds: one for each test file. */
export async function openTestPglite(): Promise<Database> {
  const folder = await makeTempDir()
  const database = await openDatabase(
    { kind: 'pglite', dataDir: join(folder.path, 'data') },
    failOnLostConnection,
  )
  const close = async () => {
    await database.close()
    await folder.remove()
  }
  return { ...database, close, [Symbol.asyncDispose]: close }
}

/** For tests in which no connection may break. */
export function failOnLostConnection(error: Error) {
  throw error
}
