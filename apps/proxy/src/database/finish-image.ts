import { sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import { MIGRATION_TABLE } from './migrations.ts'

/**
 * In an image the table of migrations has this name, so that no program takes it for a database before it has ids and
 * times of its own. Its comment holds the statements that give them.
 */
const UNFINISHED = 'unfinished_schema_migration'

const unfinished = sql.identifier(UNFINISHED)
const finished = sql.identifier(MIGRATION_TABLE)

/** Ends what the image began, in one transaction. Does nothing in a database that is finished or was never an image. */
export async function finishImage(db: Db) {
  const table = sql`to_regclass(${`public.${UNFINISHED}`})`
  const [row] = await db
    .select({ statements: sql<string | null>`obj_description(${table}, 'pg_class')` })
    .from(sql`(VALUES (1)) AS one`)
  if (row?.statements == null) return
  const statements = JSON.parse(row.statements) as string[]
  await db.transaction(async (tx) => {
    for (const statement of statements) await tx.execute(sql.raw(statement))
    await tx.execute(sql`COMMENT ON TABLE ${unfinished} IS NULL`)
    await tx.execute(sql`ALTER TABLE ${unfinished} RENAME TO ${finished}`)
  })
}

/** Makes a database an image: `finishImage` runs the statements in each that is made of it. */
export async function unfinish(db: Db, statements: readonly string[]) {
  const comment = sql.raw(`'${JSON.stringify(statements).replaceAll("'", "''")}'`)
  await db.transaction(async (tx) => {
    await tx.execute(sql`ALTER TABLE ${finished} RENAME TO ${unfinished}`)
    await tx.execute(sql`COMMENT ON TABLE ${unfinished} IS ${comment}`)
  })
}
