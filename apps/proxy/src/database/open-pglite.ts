import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import {
  findDescriptorLack,
  OWN_DESCRIPTORS,
  PGLITE_DESCRIPTORS,
  readDescriptorLimit,
} from '../files/descriptor-limit.ts'
import { createPglite } from './create-pglite.ts'
import { statusOf } from '../files/file-owner.ts'
import { DatabaseRefusedError } from './database-refused-error.ts'
import type { Db } from './db.ts'
import { fillDataDir } from './fill-data-dir.ts'
import { finishImage } from './finish-image.ts'
import { migrationConfig, readSchemaState, refuseNewer } from './migrations.ts'
import { takeDataDir } from './take-data-dir.ts'
import { tryFile, whyUnusable } from './try-file.ts'

export type PgliteOptions = {
  /** Gets a sentence about files that were open to others; by default it is a warning of the process. */
  notify?: ((sentence: string) => void) | undefined
  /** Throws when the database takes no writes: called once at the start of a database that was there, and by the result's `tryWrite`. */
  tryWrite?: (db: Db) => Promise<void>
}

/** Opens PGlite in `dataDir` for this process only and brings its schema up to date. */
export async function openPglite(
  dataDir: string,
  { notify = (sentence) => process.emitWarning(sentence), tryWrite }: PgliteOptions = {},
): Promise<{ db: Db; tryWrite(): Promise<void>; close(): Promise<void> }> {
  const lack = findDescriptorLack(OWN_DESCRIPTORS + PGLITE_DESCRIPTORS, readDescriptorLimit())
  if (lack != null) throw new DatabaseRefusedError('unusable', lack)
  const folder = await takeDataDir(dataDir, notify)
  let client: PGlite | undefined
  try {
    fillDataDir(folder.path)
    removeEmptyLock(folder.path)
    client = await createPglite(folder.path)
    const db = drizzle({ client })
    let state = await readSchemaState(db)
    const isNew = state === 'outdated' && (await finishImage(client))
    if (isNew) state = await readSchemaState(db)
    refuseNewer(state)
    if (state === 'outdated') await migrate(db, migrationConfig)
    const open = client
    const tryBoth = async () => {
      await tryWrite?.(db)
      // A row may still fit where the disk has no room for the next one.
      await tryFile(folder.path)
    }
    // What is new has just been written.
    if (!isNew) await tryBoth()
    return {
      db,
      tryWrite: tryBoth,
      async close() {
        try {
          await open.close()
        } finally {
          folder.release()
        }
      },
    }
  } catch (error) {
    const refusal = await whyUnusable(folder.path, error)
    // The first error counts: closing a database that did not open fails, too.
    await client?.close().catch(() => undefined)
    folder.restore()
    throw refusal
  }
}

/** Postgres refuses its own lock file if it is empty: a start that was killed in that moment left it. We hold ours. */
function removeEmptyLock(folder: string) {
  const file = join(folder, 'postmaster.pid')
  if (statusOf(file)?.size === 0) rmSync(file)
}
