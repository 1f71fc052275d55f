import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type Mounted = AsyncDisposable & { remount(options: string): Promise<void> }

/** A disk in memory of this size, mounted on the folder; undefined where mounting is not permitted. */
export async function mountTmpfs(folder: string, size: string): Promise<Mounted | undefined> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  } catch (error) {
    process.stderr.write(`Tests of a full disk are skipped, because mount is refused: ${error}\n`)
    return undefined
  }
  return {
    async remount(options) {
      await run('mount', ['-o', `remount,${options}`, folder])
    },
    async [Symbol.asyncDispose]() {
      await run('umount', ['--lazy', folder])
    },
  }
}
