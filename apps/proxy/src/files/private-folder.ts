import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { findUnsafeWay } from './find-unsafe-way.ts'
import { isMine, isOpenToOthers, statusOf } from './file-owner.ts'
import { PathRefusedError, pathRefused } from './path-refused-error.ts'

export { PathRefusedError, pathRefused } from './path-refused-error.ts'

export type PrivateFolder = {
  /** Absolute, without symbolic links. */
  path: string
  /** What was closed or is doubtful, one sentence each. */
  notes: string[]
  /** After a start that failed: removes what was made, and what is now in a folder that was empty. */
  restore(): void
}

/**
 * Opens a folder that only this user may enter, and makes it if it is missing. Refuses one that another user owns or
 * could replace; closes one of this user that others may enter. `role` names it in messages, like `DATA_DIR`.
 * `inspect` may throw a refusal of what is in it, before anything is closed.
 */
export function openPrivateFolder(
  folder: string,
  role: string,
  inspect: (folder: { path: string; role: string }) => void = () => undefined,
): PrivateFolder {
  const absolute = resolve(folder)
  const what = `${role} ${absolute}`
  try {
    const way = findUnsafeWay(absolute)
    if (way.refusal != null) throw new PathRefusedError(`${what} ${way.refusal}`)
    const made = makeFolders(absolute)
    const path = realpathSync(absolute)
    requireOwn(path, what)
    const wasEmpty = readdirSync(path).length === 0
    inspect({ path, role })
    const closed = closeFolder(path, what, wasEmpty)
    return {
      path,
      notes: [...way.notes.map((note) => `${what} ${note}`), ...closed],
      restore() {
        try {
          if (wasEmpty) empty(path)
          removeFolders(made)
        } catch (error) {
          // What the system does not let go stays: why the start failed is what counts.
          if (!(pathRefused(what, error) instanceof PathRefusedError)) throw error
        }
      },
    }
  } catch (error) {
    throw pathRefused(`${what} cannot be used`, error)
  }
}

/** Returns those that were missing, outermost first. */
function makeFolders(folder: string): string[] {
  const missing: string[] = []
  for (let each = folder; statusOf(each) == null; each = dirname(each)) missing.unshift(each)
  const made: string[] = []
  try {
    for (const each of missing) {
      mkdirSync(each, { mode: 0o700 })
      made.push(each)
    }
    return made
  } catch (error) {
    removeFolders(made)
    throw error
  }
}

/** Innermost first, up to one into which someone put something. */
function removeFolders(made: readonly string[]) {
  for (const each of made.toReversed()) {
    if (readdirSync(each).length > 0) return
    rmdirSync(each)
  }
}

function requireOwn(path: string, what: string) {
  const status = lstatSync(path)
  if (isMine(status)) return
  throw new PathRefusedError(
    `${what} belongs to another user (uid ${status.uid}): give it to this one, or choose another folder`,
  )
}

function closeFolder(path: string, what: string, isEmpty: boolean): string[] {
  const status = lstatSync(path)
  if (!isOpenToOthers(status)) return []
  chmodSync(path, 0o700)
  const mode = (status.mode & 0o777).toString(8)
  const doubt = isEmpty ? '' : ': if one of them is not trusted, its content may be forged'
  return [
    `${what} was open to other users of this machine (mode ${mode}) and is closed now${doubt}`,
  ]
}

function empty(folder: string) {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
}
