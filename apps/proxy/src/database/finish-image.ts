import type { PGlite } from '@electric-sql/pglite'
import { MIGRATION_TABLE } from './migrations.ts'

/**
 * In an image all migrations are before this one, which is before the first of all: so no program takes it for a database
 * before it has its own ids and times. Its row holds the statements that give them in place of a hash.
 */
const UNFINISHED = `id = 0 AND created_at = 0`

/** Ends what the image began, all at once. False in a database that is finished or was never an image. */
export async function finishImage(client: PGlite): Promise<boolean> {
  const table = `to_regclass('public.${MIGRATION_TABLE}')`
  const { rows: tables } = await client.query<{ name: unknown }>(`SELECT ${table} AS name`)
  if (tables[0]?.name == null) return false
  const unfinished = `SELECT hash AS statements FROM ${MIGRATION_TABLE} WHERE ${UNFINISHED}`
  const { rows } = await client.query<{ statements: string }>(unfinished)
  const [row] = rows
  if (row == null) return false
  // Statements in one call are one transaction.
  await client.exec(
    `${row.statements};
    DELETE FROM ${MIGRATION_TABLE} WHERE ${UNFINISHED};
    UPDATE ${MIGRATION_TABLE} SET created_at = -created_at`,
  )
  return true
}

/** Makes a database an image: `finishImage` runs the statements in each that is made of it. */
export async function unfinish(client: PGlite, statements: readonly string[]) {
  const text = statements.join('; ').replaceAll("'", "''")
  await client.exec(
    `UPDATE ${MIGRATION_TABLE} SET created_at = -created_at;
    INSERT INTO ${MIGRATION_TABLE} (id, hash, created_at) VALUES (0, '${text}', 0)`,
  )
}
