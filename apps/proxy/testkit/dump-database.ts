import { sql } from 'drizzle-orm'
import type { Db } from '../src/database/db.ts'

/** Every row of every table as text. */
export async function dumpDatabase(db: Db): Promise<string> {
  const tables = await readColumn(
    db,
    sql`SELECT table_name AS line FROM information_schema.tables WHERE table_schema = 'public'`,
  )
  const lines: string[] = []
  for (const table of tables) {
    const name = sql.identifier(table)
    lines.push(...(await readColumn(db, sql`SELECT t::text AS line FROM ${name} AS t`)))
  }
  return lines.join('\n')
}

async function readColumn(db: Db, query: ReturnType<typeof sql>): Promise<string[]> {
  // Both drivers return `rows`; drizzle's common type does not say so.
  const { rows } = (await db.execute(query)) as unknown as { rows: { line: string }[] }
  return rows.map((row) => row.line)
}
