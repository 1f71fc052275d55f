import { sql } from 'drizzle-orm'
import { boolean, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'

/** This database among others that may use the same Pi app: one row is its own, the others it has adopted. */
export const deployment = pgTable(
  'deployment',
  {
    id: uuid('id').primaryKey(),
    isOwn: boolean('is_own').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('deployment_own')
      .on(table.isOwn)
      .where(sql`${table.isOwn}`),
  ],
)

/** What an operator has paused: everything, or one client. */
export const payoutPause = pgTable('payout_pause', {
  /** `all`, or a client's id. */
  scope: text('scope').primaryKey(),
  createdAt: instant('created_at').notNull().defaultNow(),
})
