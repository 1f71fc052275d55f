import { chmodSync, closeSync, lstatSync, openSync, realpathSync, unlinkSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { isMine, isOpenToOthers, statusOf } from '../files/file-owner.ts'
import { PathRefusedError, pathRefused } from '../files/path-refused-error.ts'
import { DatabaseRefusedError } from './database-refused-error.ts'

const SQLITE_BUSY = 5
/** Garbage collection of a handle would end its lock. */
const held = new Set<DatabaseSync>()

/**
 * Takes the data directory for this process. PGlite itself lets a second process in and loses the commits
 * of the first. The lock ends with the process, however it ends.
 */
export async function lockDataDir(dataDir: string, tries = TRIES): Promise<DataDirLock> {
  // A symbolic link to the directory leads to the same lock.
  const lockFile = `${realpathSync(dataDir)}.lock`
  let isNew = false
  let lock: DatabaseSync | undefined
  try {
    isNew = makeLockFile(lockFile)
    const found = identityOf(lockFile)
    lock = new DatabaseSync(lockFile)
    lock.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
    if (identityOf(lockFile) !== found) {
      // A start that failed has removed it in between: what is locked here is not what others find.
      lock.close()
      return await lockDataDir(dataDir, tries)
    }
    writeHolder(lock)
  } catch (cause) {
    if (isBusy(cause)) {
      lock?.close()
      // Of two that ask in the same moment each keeps the other out: both try again, each after its own time.
      const holder = readHolder(lockFile)
      if (isRunning(holder) || tries === 1) {
        throw new DatabaseRefusedError('in_use', inUse(dataDir, holder), { cause })
      }
      await setTimeout(RETRY_MS + (process.pid % SPREAD_MS))
      return lockDataDir(dataDir, tries - 1)
    }
    if (isNew) unlinkSync(lockFile)
    lock?.close()
    throw pathRefused(`The lock file of DATA_DIR, ${lockFile}, cannot be written`, cause)
  }
  return createLock(lock, lockFile, isNew)
}

export type DataDirLock = {
  release(): void
  /** After a start that failed: removes the lock file as well, if it was made for that start. */
  restore(): void
}

function createLock(lock: DatabaseSync, lockFile: string, isNew: boolean): DataDirLock {
  held.add(lock)
  const release = () => {
    held.delete(lock)
    try {
      lock.exec('DELETE FROM holder')
    } catch (error) {
      // On a full disk the name stays. It belongs to a process that has ended, which readers notice.
      if (!isSqliteError(error)) throw error
    } finally {
      lock.close()
    }
  }
  return {
    release,
    restore() {
      // While it is held, so that no other process holds what is removed.
      if (isNew) unlinkSync(lockFile)
      release()
    },
  }
}

const TRIES = 20
const RETRY_MS = 5
const SPREAD_MS = 11

/** SQLite gives its other files the mode of this one. Returns whether it was missing. */
function makeLockFile(lockFile: string): boolean {
  for (const file of [`${lockFile}-journal`, `${lockFile}-wal`, lockFile]) {
    const status = statusOf(file)
    if (status == null) continue
    if (!status.isFile())
      throw new PathRefusedError(`${file} must be a file: it is the lock of DATA_DIR`)
    if (!isMine(status)) {
      throw new PathRefusedError(
        `${file}, the lock of DATA_DIR, belongs to another user (uid ${status.uid}): delete it, or choose another folder`,
      )
    }
    if (isOpenToOthers(status)) chmodSync(file, 0o600)
  }
  if (statusOf(lockFile) != null) return false
  // Only a new file is opened: closing one that this process has locked would end the lock.
  closeSync(openSync(lockFile, 'ax', 0o600))
  return true
}

function identityOf(file: string): string {
  const { ino, birthtimeNs } = lstatSync(file, { bigint: true })
  return `${ino} ${birthtimeNs}`
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
