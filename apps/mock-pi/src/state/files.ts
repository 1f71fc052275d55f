import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'

const REASONS: Record<string, string> = {
  EACCES: 'this user has no right to do that',
  EPERM: 'this user has no right to do that',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota of this user is used up',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'something that is not a folder is in its path',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
}

/**
 * Writes a file as a whole or not at all, for this user only (mode 0600): a new file beside it takes its place once it is
 * on the disk. Throws a sentence.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const target = await realpath(file).catch(() => path.resolve(file))
  const beside = `${target}.tmp`
  try {
    const found = await stat(target).catch(() => undefined)
    // A rename would put a file in the place of a device or a pipe.
    if (found != null && !found.isFile()) throw new Error('it is not a file')
    // What a write that was killed left.
    await rm(beside, { force: true })
    await writeNew(beside, text)
    await rename(beside, target)
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {})
    throw new Error(`${file} cannot be written: ${reasonOf(cause)}`, { cause })
  }
  await syncFolder(path.dirname(target))
}

async function writeNew(file: string, text: string) {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The new name is on the disk only then. Windows cannot do it, and needs it less. */
async function syncFolder(folder: string) {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The text of a file; undefined when it does not exist. Throws a sentence. */
export async function readTextFile(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) throw new Error('it is not a file')
    return await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read: ${reasonOf(cause)}`, { cause })
  }
}

/** Why a file could not be used, in plain words. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code == null ? undefined : REASONS[code]) ?? message
}
