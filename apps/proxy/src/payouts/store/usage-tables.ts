import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'

const stroops = (name: string) => bigint(name, { mode: 'bigint' })

/**
 * What clients have in work, and whose turn it is: one row for each client that ever asked for a payout, and one with
 * the id of zeros for all of them. Kept by a trigger on `payout`, so that no pick and no cap looks at what waits.
 */
export const clientTurn = pgTable(
  'client_turn',
  {
    clientId: uuid('client_id').primaryKey(),
    /** When a payout of the client left `received` last. */
    at: instant('at'),
    /** When its first payout came. */
    since: instant('since').notNull().defaultNow(),
    /** Payouts that wait for their turn. */
    waiting: integer('waiting').notNull().default(0),
    /** Payouts that were passed over because the wallet does not cover them. */
    poor: integer('poor').notNull().default(0),
    /** Payouts that are not final, and their stroops. */
    open: integer('open').notNull().default(0),
    openAmount: stroops('open_amount')
      .notNull()
      .default(sql`0`),
    // Counts change with each payout: indexes on them would grow, these seldom change.
    isWaiting: boolean('is_waiting').generatedAlwaysAs(sql`waiting > 0`),
    isPoor: boolean('is_poor').generatedAlwaysAs(sql`poor > 0`),
  },
  (table) => [
    index('client_turn_waiting')
      .on(table.at.asc().nullsFirst(), table.since, table.clientId)
      .where(sql`${table.isWaiting}`),
    index('client_turn_poor')
      .on(table.at.asc().nullsFirst(), table.since, table.clientId)
      .where(sql`${table.isPoor}`),
  ],
)

/** What a client asked for in each minute and in each hour, so that caps need not add up payouts. Kept as `client_turn` is. */
export const payoutUsage = pgTable(
  'payout_usage',
  {
    clientId: uuid('client_id').notNull(),
    /** 1 or 60: how long, and from when on. */
    minutes: integer('minutes').notNull(),
    begins: instant('begins').notNull(),
    /** Stroops of payouts that are neither failed nor cancelled. */
    amount: stroops('amount').notNull(),
    /** The same of those that are not final. */
    openAmount: stroops('open_amount').notNull(),
  },
  (table) => [primaryKey({ columns: [table.clientId, table.minutes, table.begins] })],
)
