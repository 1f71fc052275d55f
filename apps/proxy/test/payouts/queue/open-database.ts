import { openDatabase, type Database } from '../../../src/stores/open-database.ts'
import { failOnLostConnection } from '../../../testkit/open-test-database.ts'

/** A database that is there already: its address, or a folder for PGlite. */
export function openQueueDatabase(env: Record<string, string>): Promise<Database> {
  const { DATABASE_URL: url, DATA_DIR: dataDir = '' } = env
  const config =
    url == null ? ({ kind: 'pglite', dataDir } as const) : ({ kind: 'postgres', url } as const)
  return openDatabase(config, failOnLostConnection)
}

export type { Database }
