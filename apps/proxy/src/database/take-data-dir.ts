import { closeContent, openPrivateFolder, PathRefusedError } from '../files/private-folder.ts'
import { DatabaseRefusedError } from './database-refused-error.ts'
import { lockDataDir } from './lock-data-dir.ts'

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
    const folder = openPrivateFolder(dataDir, 'DATA_DIR')
    try {
      const lock = await lockDataDir(dataDir)
      try {
        for (const note of [...folder.notes, ...closeContent(folder, 'DATA_DIR')]) notify(note)
      } catch (error) {
        lock.restore()
        throw error
      }
      const restore = () => {
        lock.restore()
        folder.restore()
      }
      return { path: folder.path, release: lock.release, restore }
    } catch (error) {
      folder.restore()
      throw error
    }
  } catch (error) {
    if (!(error instanceof PathRefusedError)) throw error
    throw new DatabaseRefusedError('unusable', error.message, { cause: error })
  }
}
