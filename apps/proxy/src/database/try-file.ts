import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reasonOf } from '../files/failure-reason.ts'
import { DatabaseRefusedError } from './database-refused-error.ts'

const PROBE = '.write-probe'
const PROBE_BYTES = Buffer.alloc(8192, 1)
/** Less than the next segment of the write-ahead log may need. */
const LITTLE_ROOM = 17_000_000

/** Throws when the folder takes no new file. */
export async function tryFile(folder: string) {
  const file = join(folder, PROBE)
  try {
    await writeFile(file, PROBE_BYTES, { mode: 0o600 })
  } finally {
    await rm(file, { force: true })
  }
}

/** Why PGlite could not be opened, as a sentence. Its own errors often say nothing, so the folder is tried. */
export async function whyUnusable(folder: string, error: unknown): Promise<unknown> {
  if (error instanceof DatabaseRefusedError) return error
  const reason = reasonOf(error) ?? (await tryFolder(folder)) ?? explain(error)
  return reason == null
    ? error
    : new DatabaseRefusedError('unusable', `DATA_DIR ${folder} cannot be used: ${reason}`, {
        cause: error,
      })
}

async function tryFolder(folder: string): Promise<string | undefined> {
  try {
    await tryFile(folder)
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize < LITTLE_ROOM ? 'the disk is full' : undefined
  } catch (error) {
    const reason = reasonOf(error)
    if (reason == null) throw error
    return reason
  }
}

/** What PGlite throws when the files are there and it cannot work with them. */
function explain(error: unknown): string | undefined {
  const hasGivenUp =
    (error instanceof Error && error.name === 'RuntimeError') ||
    (error instanceof Error && /PGlite failed to initialize/.test(error.message))
  return hasGivenUp
    ? 'PGlite cannot start with its files, which may be damaged. Choose another folder, or restore a copy'
    : undefined
}
