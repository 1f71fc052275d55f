import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles, type MigrationConfig } from 'drizzle-orm/migrator'
import { DatabaseRefusedError } from './database-refused-error.ts'
import type { Db } from './db.ts'

const SCHEMA = 'public'
export const MIGRATION_TABLE = 'schema_migration'

/** The migrations, and the image of a database that they make. */
export const migrationsFolder = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** For drizzle's migrators. In the public schema, so that one set of grants covers everything. */
export const migrationConfig: MigrationConfig = {
  migrationsFolder,
  migrationsSchema: SCHEMA,
  migrationsTable: MIGRATION_TABLE,
}

export type SchemaState = 'current' | 'outdated' | 'newer'

/** Compares the last migration of the database with the last one of this program. */
export async function readSchemaState(db: Db): Promise<SchemaState> {
  const known = readMigrationFiles(migrationConfig).at(-1)?.folderMillis ?? 0
  const applied = await lastApplied(db)
  if (applied === known) return 'current'
  return applied < known ? 'outdated' : 'newer'
}

async function lastApplied(db: Db): Promise<number> {
  const [table] = await db
    .select({ name: sql<string | null>`to_regclass(${`${SCHEMA}.${MIGRATION_TABLE}`})::text` })
    .from(sql`(VALUES (1)) AS one`)
  if (table?.name == null) return 0
  const [last] = await db
    // As text: int8 is a string on pg and a number on PGlite.
    .select({ at: sql<string | null>`max(created_at)::text` })
    .from(sql`${sql.identifier(SCHEMA)}.${sql.identifier(MIGRATION_TABLE)}`)
  return Number(last?.at ?? 0)
}

/** Throws the sentence for a schema that this program does not know yet. */
export function refuseNewer(state: SchemaState) {
  if (state !== 'newer') return
  throw new DatabaseRefusedError(
    'schema_newer',
    'The database was written by a newer version of the proxy: run that version, or restore an older backup',
  )
}

/** Throws the sentence for a schema that is not the one of this program. */
export function requireCurrent(state: SchemaState) {
  refuseNewer(state)
  if (state === 'current') return
  throw new DatabaseRefusedError(
    'schema_outdated',
    'The database lacks tables or columns of this version of the proxy: run `proxy migrate` with a role that may change the schema, then start again',
  )
}
