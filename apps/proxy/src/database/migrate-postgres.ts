import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client, type ClientConfig } from 'pg'
import { migrationConfig, readSchemaState, refuseNewer } from './migrations.ts'
import { connectOrRefuse } from './open-postgres.ts'

/** Any constant: every process that migrates this database asks for the same one. */
const MIGRATION_LOCK = 7_245_201

const settings = {
  connectionTimeoutMillis: 5_000,
  lock_timeout: 60_000,
  application_name: 'aloha-proxy migrate',
} satisfies ClientConfig

/**
 * Brings a Postgres up to date; returns whether there was anything to do. drizzle's migrator takes no lock,
 * so that two at once would break each other: one waits here for the other.
 */
export async function migratePostgres(url: string): Promise<'migrated' | 'current'> {
  const client = await connectOrRefuse(async () => {
    const client = new Client({ ...settings, connectionString: url })
    await client.connect()
    return client
  })
  try {
    const db = drizzle({ client })
    await db.execute(sql`SELECT pg_advisory_lock(${MIGRATION_LOCK})`)
    const state = await readSchemaState(db)
    refuseNewer(state)
    if (state === 'outdated') await migrate(db, migrationConfig)
    return state === 'outdated' ? 'migrated' : 'current'
  } finally {
    // Ends the session and with it the lock.
    await client.end()
  }
}
