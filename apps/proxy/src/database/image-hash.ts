import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { migrationConfig } from './migrations.ts'

/** Part of the hash: another number for another way of making the image. */
const IMAGE_FORMAT = 3

/** Names what an image is made from: the migrations and the version of PGlite, never the bytes that came of them. */
export function hashOfImage(): string {
  const migrations = readMigrationFiles(migrationConfig).map(({ folderMillis, hash }) => [
    folderMillis,
    hash,
  ])
  const made = JSON.stringify([IMAGE_FORMAT, pgliteVersion(), migrations])
  return createHash('sha256').update(made).digest('hex')
}

/** PGlite exports its files, but not its package.json. */
function pgliteVersion(): string {
  const wasm = createRequire(import.meta.url).resolve('@electric-sql/pglite/pglite.wasm')
  const { version } = JSON.parse(
    readFileSync(join(dirname(wasm), '..', 'package.json'), 'utf8'),
  ) as { version: string }
  return version
}
