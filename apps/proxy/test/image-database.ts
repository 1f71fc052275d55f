import { chmod } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { onTestFinished } from 'vitest'
import type { Db } from '../src/database/db.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import { failOnLostConnection, makeTempDir } from '../testkit/open-test-database.ts'

/** An empty folder for a database. */
export async function haveFolder(): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  await chmod(folder.path, 0o700)
  return folder.path
}

/** It is closed after the test. */
export async function open(dataDir: string) {
  const database = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
  onTestFinished(() => database.close().catch(() => undefined))
  return database
}

export async function rowsOf<Row>(db: Db, query: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = (await db.execute(query)) as unknown as { rows: Row[] }
  return rows
}

/** The system identifier of its Postgres. */
export async function identifierOf(db: Db): Promise<string> {
  const query = sql`SELECT system_identifier::text AS id FROM pg_control_system()`
  const [row] = await rowsOf<{ id: string }>(db, query)
  return String(row?.id)
}
