import { mkdirSync, realpathSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { DatabaseRefusedError } from './database-refused-error.ts'

const SQLITE_BUSY = 5
/** Garbage collection of a handle would end its lock. */
const held = new Set<DatabaseSync>()

/**
 * Takes the data directory for this process. PGlite itself lets a second process in and loses the commits
 * of the first. The lock ends with the process, however it ends.
 */
export async function lockDataDir(dataDir: string): Promise<{ release: () => void }> {
  mkdirSync(dataDir, { recursive: true })
  // A symbolic link to the directory leads to the same lock.
  const lockFile = `${realpathSync(dataDir)}.lock`
  const lock = await take(lockFile, dataDir)
  writeHolder(lock)
  held.add(lock)
  return {
    release() {
      held.delete(lock)
      lock.exec('DELETE FROM holder')
      lock.close()
    },
  }
}

/** Of two that ask in the same moment each keeps the other out: both try again, each after a time of its own. */
async function take(lockFile: string, dataDir: string): Promise<DatabaseSync> {
  for (let tries = TRIES; ; tries -= 1) {
    const lock = new DatabaseSync(lockFile)
    try {
      lock.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
      return lock
    } catch (cause) {
      lock.close()
      if (!isBusy(cause)) throw cause
      const holder = readHolder(lockFile)
      if (isRunning(holder) || tries === 1) {
        throw new DatabaseRefusedError('in_use', inUse(dataDir, holder), { cause })
      }
    }
    await setTimeout(RETRY_MS + (process.pid % SPREAD_MS))
  }
}

const TRIES = 20
const RETRY_MS = 5
const SPREAD_MS = 11

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

/** `immutable` reads past the lock, so that a page may be half written: then there is no holder to read. */
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

function isRunning(holder: Holder | undefined): boolean {
  if (holder == null) return false
  try {
    return process.kill(holder.pid, 0)
  } catch (error) {
    // Another user's process refuses the signal with EPERM.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
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
