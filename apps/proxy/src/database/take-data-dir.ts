import { readdirSync } from 'node:fs'
import { closeContent, inspectContent } from '../files/private-content.ts'
import { openPrivateFolder, pathRefused, PathRefusedError } from '../files/private-folder.ts'
import { DatabaseRefusedError } from './database-refused-error.ts'
import { lockDataDir } from './lock-data-dir.ts'

const ROLE = 'DATA_DIR'

export type TakenDataDir = {
  /** Absolute, without symbolic links. */
  path: string
  release(): void
  /** After a start that failed: leaves nothing behind that was not there before. */
  restore(): void
}

/**
 * Takes the data directory for this process: makes it, closes it to other users, locks it. `notify` gets a sentence
 * for what was closed or is doubtful.
 */
export async function takeDataDir(
  dataDir: string,
  notify: (sentence: string) => void,
): Promise<TakenDataDir> {
  try {
    const folder = openPrivateFolder(dataDir, ROLE, inspectContent)
    // Another process may have filled the folder before this one had the lock, or be about to.
    let isOfOther = false
    try {
      const lock = await lockDataDir(dataDir)
      isOfOther = readdirSync(folder.path).length > 0
      try {
        for (const note of [...folder.notes, ...closeContent({ path: folder.path, role: ROLE })])
          notify(note)
      } catch (error) {
        lock.restore()
        throw error
      }
      const restore = () => {
        lock.restore()
        if (!isOfOther) folder.restore()
      }
      return { path: folder.path, release: lock.release, restore }
    } catch (error) {
      if (!isOfOther && !isInUse(error)) folder.restore()
      throw error
    }
  } catch (error) {
    if (error instanceof DatabaseRefusedError) throw error
    const refused = pathRefused(`${ROLE} ${dataDir} cannot be used`, error)
    if (!(refused instanceof PathRefusedError)) throw refused
    throw new DatabaseRefusedError('unusable', refused.message, { cause: error })
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof DatabaseRefusedError && error.refusal === 'in_use'
}
