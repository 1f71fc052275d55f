import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import type { Db } from './db.ts'
import { lockDataDir } from './lock-data-dir.ts'
import { migrationConfig, readSchemaState, refuseNewer } from './migrations.ts'
import * as schema from './schema.ts'

/** Opens PGlite in `dataDir` for this process alone and brings its schema up to date. */
export async function openPglite(dataDir: string): Promise<{ db: Db; close(): Promise<void> }> {
  const lock = await lockDataDir(dataDir)
  try {
    const client = await PGlite.create({ dataDir })
    const db = drizzle({ client, schema })
    refuseNewer(await readSchemaState(db))
    await migrate(db, migrationConfig)
    return {
      db,
      async close() {
        await client.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
