import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Says that the folder was made here and may be emptied. */
const MARK = '.made-by-pnpm-start'
/** Garbage collection of a handle would end its lock. */
const locks: DatabaseSync[] = []

/**
 * Takes the folder for this process until it ends, and empties it. Refuses with a sentence a folder that
 * another `pnpm start` uses, or that holds anything it did not make.
 */
export async function takeDataDir(dataDir: string) {
  await mkdir(dataDir, { recursive: true })
  const content = await readdir(dataDir)
  if (content.length > 0 && !content.includes(MARK)) {
    throw new Error(
      `${dataDir} holds files that pnpm start did not make: empty it, or name another folder with --data-dir`,
    )
  }
  lock(dataDir)
  await Promise.all(
    content.map((name) => rm(path.join(dataDir, name), { recursive: true, force: true })),
  )
  await writeFile(path.join(dataDir, MARK), 'pnpm start empties this folder.\n')
}

function lock(dataDir: string) {
  // Beside the folder, which is emptied. SQLite's lock ends with the process, however it ends.
  const file = new DatabaseSync(`${dataDir}.start-lock`)
  try {
    file.exec('PRAGMA busy_timeout=0; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
    locks.push(file)
  } catch (cause) {
    file.close()
    throw new Error(
      `Another pnpm start uses ${dataDir}: stop it, or name another folder with --data-dir`,
      { cause },
    )
  }
}
