import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** A drizzle database on either driver. Inside a transaction use `tx`: on PGlite the outer one waits forever. */
export type Db = PgDatabase<PgQueryResultHKT>

/**
 * For statements that are built once. They have no name at the server, because a pooler that hands out a connection for
 * each transaction does not know names.
 */
export const UNNAMED = ''
