import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text } from 'drizzle-orm/pg-core'
import { time } from '../database/columns.ts'

/** One row at most: the mock world that this database belongs to. */
export const world = pgTable(
  'world',
  {
    only: boolean('only').primaryKey().default(true),
    worldId: text('world_id').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [
    check('world_only', sql`${table.only}`),
    check('world_id', sql`length(${table.worldId}) BETWEEN 1 AND 64`),
  ],
)
