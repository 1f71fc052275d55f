import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openPrivateFolder, pathRefused } from '@aloha-pi/proxy/workspace/private-folder'

/** Says that the folder was made here and may be emptied. */
const MARK = '.made-by-pnpm-start'
/** What the last start left. Deleting a database takes as long as making one, and slows the making. */
const OLD = '.old'
/** Garbage collection of a handle would end its lock. */
const locks: DatabaseSync[] = []

export type TakenDataDir = {
  /** Sentences about what was open to others. */
  notes: string[]
  /** Deletes what was in the folder, which is out of the way already. */
  removeOld(): Promise<void>
}

/**
 * Takes the folder for this process until it ends, closes it to other users, and empties it. Refuses with a sentence a
 * folder that another `pnpm start` uses, that another user owns, or that holds anything it did not make.
 */
export async function takeDataDir(dataDir: string): Promise<TakenDataDir> {
  const folder = openPrivateFolder(dataDir, 'The data folder')
  try {
    const content = await readdir(dataDir)
    if (content.length > 0 && !content.includes(MARK)) {
      throw new Error(
        `${dataDir} has files that pnpm start did not make: empty it, or set another folder with --data-dir`,
      )
    }
    lock(dataDir)
    await writeFile(path.join(dataDir, MARK), 'pnpm start empties this folder.\n', { mode: 0o600 })
    const removeOld = await putAside(dataDir, content)
    return { notes: folder.notes, removeOld }
  } catch (error) {
    folder.restore()
    throw pathRefused(`The data folder ${dataDir} cannot be written`, error)
  }
}

/** Moves everything in the folder out of the way, beside what an earlier start moved and did not delete. */
async function putAside(dataDir: string, content: readonly string[]) {
  const old = path.join(dataDir, OLD)
  const names = content.filter((name) => name !== MARK && name !== OLD)
  if (names.length > 0) {
    await mkdir(old, { recursive: true, mode: 0o700 })
    const place = await mkdtemp(path.join(old, 'start-'))
    for (const name of names) await rename(path.join(dataDir, name), path.join(place, name))
  }
  return () => rm(old, { recursive: true, force: true })
}

/** Whether a `pnpm start` uses the folder now. */
export function isTaken(dataDir: string): boolean {
  const lockFile = lockFileOf(dataDir)
  if (!existsSync(lockFile)) return false
  const file = new DatabaseSync(lockFile)
  try {
    file.exec('PRAGMA busy_timeout=0; BEGIN EXCLUSIVE; ROLLBACK')
    return false
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return true
    throw error
  } finally {
    file.close()
  }
}

/** Beside the folder, which is emptied. SQLite's lock ends with the process, however it ends. */
function lockFileOf(dataDir: string): string {
  return `${dataDir}.start-lock`
}

function lock(dataDir: string) {
  const lockFile = lockFileOf(dataDir)
  // For this user only; SQLite gives its other files the same mode.
  closeSync(openSync(lockFile, 'a', 0o600))
  chmodSync(lockFile, 0o600)
  const file = new DatabaseSync(lockFile)
  try {
    file.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
    locks.push(file)
  } catch (cause) {
    file.close()
    throw new Error(
      `Another pnpm start is using ${dataDir}: stop it, or set another folder with --data-dir`,
      { cause },
    )
  }
}
