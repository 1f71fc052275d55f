import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of the repository; data folders are relative to it. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

// A file of this repository.
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  packageManager: string
}
/** `pnpm@` and its version. */
export const { packageManager } = manifest
