import { mkdirSync, realpathSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { DatabaseRefusedError } from './database-refused-error.ts'

const SQLITE_BUSY = 5

/**
 * Takes the data directory for this process. PGlite itself lets a second process in and loses the commits
 * of the first. The lock ends with the process, however it ends; `release` must stay referenced until then.
 */
export function lockDataDir(dataDir: string): { release: () => void } {
  mkdirSync(dataDir, { recursive: true })
  // A symbolic link to the directory leads to the same lock.
  const lockFile = `${realpathSync(dataDir)}.lock`
  const lock = new DatabaseSync(lockFile)
  try {
    lock.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (!isBusy(cause)) throw cause
    throw new DatabaseRefusedError('in_use', inUse(dataDir, readHolder(lockFile)), { cause })
  }
  writeHolder(lock)
  return {
    release() {
      lock.exec('DELETE FROM holder')
      lock.close()
    },
  }
}

type Holder = { pid: number; since: string }

/** In exclusive locking mode the lock outlives the commit. */
function writeHolder(lock: DatabaseSync) {
  lock.exec('CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL, since TEXT NOT NULL)')
  lock.exec('DELETE FROM holder')
  lock
    .prepare("INSERT INTO holder VALUES (?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))")
    .run(process.pid)
  lock.exec('COMMIT')
}

/** `immutable` reads past the lock. The holder may be in the middle of writing its name: then nobody is named. */
function readHolder(lockFile: string): Holder | undefined {
  const url = pathToFileURL(lockFile)
  url.search = 'immutable=1'
  try {
    using file = new DatabaseSync(url, { readOnly: true })
    const row = file.prepare('SELECT pid, since FROM holder').get()
    return row == null ? undefined : { pid: Number(row['pid']), since: String(row['since']) }
  } catch (error) {
    if (isSqliteError(error)) return undefined
    throw error
  }
}

function inUse(dataDir: string, holder: Holder | undefined): string {
  const by = holder == null ? 'another process' : `process ${holder.pid} (since ${holder.since})`
  return `The database in ${dataDir} is in use by ${by}: stop it, or set DATABASE_URL to a Postgres that several processes can share`
}

function isSqliteError(error: unknown): error is Error & { errcode: number } {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
}

function isBusy(error: unknown): boolean {
  return isSqliteError(error) && error.errcode === SQLITE_BUSY
}
