import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/**
 * Replaces a file, or makes it, for its owner only: a reader sees it before or after, never half of it. Throws a sentence.
 */
export function writeWhole(file: string, text: string) {
  throughDraft(file, text, (draft) => renameSync(draft, file))
}

/** Makes a file as `writeWhole` does; false, and nothing is changed, where there is one. Throws a sentence. */
export function writeNew(file: string, text: string): boolean {
  return throughDraft(file, text, (draft) => {
    try {
      linkSync(draft, file)
      return true
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    }
  })
}

/** The code of a system error, as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

function throughDraft<Result>(file: string, text: string, put: (draft: string) => Result): Result {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`)
  try {
    rmSync(draft, { force: true })
    const handle = openSync(draft, 'wx', 0o600)
    try {
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    return put(draft)
  } catch (cause) {
    throw new Error(`${file} cannot be written (${codeOf(cause)})`, { cause })
  } finally {
    rmSync(draft, { force: true })
  }
}
