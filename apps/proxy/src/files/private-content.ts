import { accessSync, chmodSync, constants, readdirSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { isMine, isOpenToOthers, statusOf } from './file-owner.ts'
import { PathRefusedError, pathRefused } from './path-refused-error.ts'

/** A folder without symbolic links in its path; `role` names it in messages, like `DATA_DIR`. */
type Folder = { path: string; role: string }
type Visit = (file: string, status: Stats) => void

/**
 * Refuses a folder that holds a file of another user, or a link: what is behind a link is not content of this folder.
 * Changes nothing. Another process of this user may be working in the folder.
 */
export function inspectContent(folder: Folder) {
  visitContent(folder, () => undefined)
}

/**
 * Closes everything in a private folder that others may read or write, after the same checks. Each folder is closed
 * before it is read, so that no one else can replace what is in it in between.
 */
export function closeContent(folder: Folder): string[] {
  let closed = 0
  visitContent(folder, (file, status) => {
    if (isOpenToOthers(status)) {
      chmodSync(file, status.mode & 0o700)
      closed += 1
    }
    const right = status.isDirectory() ? constants.X_OK : 0
    accessSync(file, constants.R_OK | constants.W_OK | right)
  })
  const { role, path } = folder
  return closed === 0
    ? []
    : [`${closed} files and folders in ${role} ${path} were open to other users and are closed now`]
}

/** Every file and folder in it, each before its own content. */
function visitContent({ path, role }: Folder, visit: Visit) {
  const folders = [path]
  for (let folder = folders.pop(); folder != null; folder = folders.pop()) {
    let file = folder
    try {
      for (const name of namesIn(folder)) {
        file = join(folder, name)
        const status = statusOf(file)
        // PGlite in another process may remove its files meanwhile.
        if (status == null) continue
        const refusal = findRefusal(status)
        if (refusal != null) throw new PathRefusedError(`${role} ${path} holds ${refusal(file)}`)
        visit(file, status)
        if (status.isDirectory()) folders.push(file)
      }
    } catch (error) {
      throw pathRefused(`${role} ${path} holds ${file}, which cannot be used`, error)
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function findRefusal(status: Stats): ((file: string) => string) | undefined {
  if (status.isSymbolicLink()) {
    return (file) => `a symbolic link, ${file}: it must hold none, so delete the link`
  }
  if (!isMine(status)) {
    return (file) =>
      `a file of another user (uid ${status.uid}), ${file}: its content may be forged`
  }
  if (status.isFile() && status.nlink > 1) {
    return (file) =>
      `a file that has another name elsewhere (a hard link), ${file}: replace it by a copy`
  }
  return undefined
}
