import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** A drizzle database on either driver. Inside a transaction use `tx`: on PGlite the outer one waits forever. */
export type Db = PgDatabase<PgQueryResultHKT>
