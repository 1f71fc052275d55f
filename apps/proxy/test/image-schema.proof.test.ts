import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { expect, test } from 'vitest'
import { createPglite } from '../src/database/create-pglite.ts'
import type { Db } from '../src/database/db.ts'
import { readRows } from '../src/database/find-generated.ts'
import { migrationConfig } from '../src/database/migrations.ts'
import { haveFolder, open, rowsOf } from './image-database.ts'

test('a database from the image has the schema and the rows of one that PGlite and the migrations made', async () => {
  const folder = await haveFolder()
  const client = await createPglite(folder)
  const db = drizzle({ client })
  await migrate(db, migrationConfig)
  const made = await describeSchema(db)
  await client.close()

  const { db: filled } = await open(await haveFolder())
  expect(await describeSchema(filled)).toEqual(made)
  expect(made.length).toBeGreaterThan(200)
})

/** Each of our relations, columns, constraints, indexes, functions, triggers and grants, the settings (but those of a library that only one of the two has loaded), and how many rows there are. */
async function describeSchema(db: Db): Promise<string[]> {
  const ours = sql`(SELECT oid FROM pg_namespace WHERE nspname = 'public')`
  const queries = [
    sql`SELECT concat_ws(' ', oid, relname, relkind, relacl, reltype, obj_description(oid)) AS line FROM pg_class WHERE relnamespace = ${ours}`,
    sql`SELECT concat_ws(' ', table_name, ordinal_position, column_name, data_type, is_nullable, column_default) AS line FROM information_schema.columns WHERE table_schema = 'public'`,
    sql`SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) AS line FROM pg_constraint WHERE connamespace = ${ours}`,
    sql`SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'`,
    sql`SELECT pg_get_functiondef(oid) AS line FROM pg_proc WHERE pronamespace = ${ours}`,
    sql`SELECT pg_get_triggerdef(oid) AS line FROM pg_trigger WHERE NOT tgisinternal`,
    sql`SELECT concat_ws(' ', sequencename, last_value) AS line FROM pg_sequences`,
    sql`SELECT concat_ws(' ', name, setting) AS line FROM pg_settings WHERE name NOT LIKE 'plpgsql.%'`,
    sql`SELECT concat_ws(' ', id, hash, created_at) AS line FROM schema_migration`,
  ]
  const lines: string[] = []
  for (const query of queries) {
    const rows = await rowsOf<{ line: string }>(db, query)
    lines.push(...rows.map(({ line }) => line).toSorted())
  }
  for (const [table, columns] of await readRows(db)) {
    lines.push(`${table}: ${Math.max(...[...columns.values()].map(({ values }) => values.length))}`)
  }
  return lines
}
