import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import type { Db } from './db.ts'
import { migrationConfig, readSchemaState, refuseNewer } from './migrations.ts'
import { PrivateNodeFS } from './private-node-fs.ts'
import * as schema from './schema.ts'
import { takeDataDir } from './take-data-dir.ts'
import { tryFile, whyUnusable } from './try-file.ts'
import { tryWrite } from './try-write.ts'

/** Opens PGlite in `dataDir` for this process alone and brings its schema up to date. */
export async function openPglite(
  dataDir: string,
  notify: (sentence: string) => void = (sentence) => process.emitWarning(sentence),
): Promise<{ db: Db; tryWrite(): Promise<void>; close(): Promise<void> }> {
  const folder = await takeDataDir(dataDir, notify)
  let client: PGlite | undefined
  try {
    client = await PGlite.create({ fs: new PrivateNodeFS(folder.path) })
    const db = drizzle({ client, schema })
    refuseNewer(await readSchemaState(db))
    await migrate(db, migrationConfig)
    const open = client
    const tryBoth = async () => {
      await tryWrite(db)
      // A row may still fit where the disk has no room for the next one.
      await tryFile(folder.path)
    }
    await tryBoth()
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
