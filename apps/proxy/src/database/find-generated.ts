import { sql } from 'drizzle-orm'
import type { Db } from './db.ts'
import { MIGRATION_TABLE } from './migrations.ts'

/** Of each table the values of each column, sorted, and the types of the columns. */
export type Rows = Map<string, Map<string, { type: string; values: string[] }>>

/** What the migrations write into the tables themselves. */
export async function readRows(db: Db): Promise<Rows> {
  const columns = await db
    .select({
      table: sql<string>`table_name::text`,
      column: sql<string>`column_name::text`,
      type: sql<string>`data_type::text`,
    })
    .from(sql`information_schema.columns`)
    .where(sql`table_schema = 'public' AND table_name <> ${MIGRATION_TABLE}`)
  const rows: Rows = new Map()
  for (const { table, column, type } of columns) {
    const value = sql<string>`coalesce(${sql.identifier(column)}::text, '')`
    const found = await db.select({ value }).from(sql`${sql.identifier(table)}`)
    const values = found.map((row) => row.value).toSorted()
    rows.set(table, (rows.get(table) ?? new Map()).set(column, { type, values }))
  }
  return rows
}

const GENERATORS: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  'timestamp with time zone': 'now()',
}

/**
 * Statements that write again what differs in two databases that were made alike: ids, and times. Throws when it cannot
 * tell how to: then a migration must be written in another way, or this here grow.
 */
export function findGenerated(one: Rows, other: Rows): string[] {
  const statements: string[] = []
  for (const [table, columns] of one) {
    const set: string[] = []
    for (const [column, { type, values }] of columns) {
      const others = new Set(other.get(table)?.get(column)?.values)
      const same = values.filter((value) => others.has(value))
      if (same.length === values.length) continue
      const generator = GENERATORS[type]
      if (generator == null || same.length > 0) {
        throw new Error(`Some rows of "${table}" get another "${column}" in each database`)
      }
      set.push(`"${column}" = ${generator}`)
    }
    if (set.length > 0) statements.push(`UPDATE "${table}" SET ${set.join(', ')}`)
  }
  return statements
}
