import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import type { MigrationConfig } from 'drizzle-orm/migrator'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as drizzlePglite, type PgliteDatabase } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import { Client } from 'pg'
import type { DatabaseConfig } from '../../src/config/config.ts'
import type { Db } from '../../src/database/db.ts'
import { migratePostgres } from '../../src/database/migrate-postgres.ts'
import { migrationConfig } from '../../src/database/migrations.ts'
import { openDatabase, type Database } from '../../src/stores/open-database.ts'
import { failOnLostConnection, makeTempDir } from '../../testkit/open-test-database.ts'
import type { Release, Row } from './release.ts'

/** Where the rows were before the upgrade. */
export type LoadOptions = {
  /** False: the dump was restored into another database, so that the runner begins a quarantine. */
  isSameDatabase: boolean
}

/**
 * Builds the release's database (its migrations, its rows) in an empty one, then opens it the way the product does after
 * an upgrade: the migrations that the release did not have run over its rows.
 */
export async function upgradeRelease(
  target: DatabaseConfig,
  release: Release,
  options: LoadOptions = { isSameDatabase: true },
): Promise<Database> {
  await loadRelease(target, release, options)
  if (target.kind === 'postgres') await migratePostgres(target.url)
  return openDatabase(target, failOnLostConnection)
}

/** The database as the release left it, moved in time as if it had been stopped just now. */
async function loadRelease(target: DatabaseConfig, release: Release, options: LoadOptions) {
  if (target.kind === 'pglite') {
    await cp((await migratedFolder(release)).dataDir, target.dataDir, { recursive: true })
    await usePglite(target.dataDir, (db) => insertRelease(db, release, options))
    return
  }
  await using migrations = await cutMigrations(release)
  const client = new Client({ connectionString: target.url })
  await client.connect()
  try {
    const db = drizzlePg({ client })
    await migratePg(db, migrations.config)
    await insertRelease(db, release, options)
  } finally {
    await client.end()
  }
}

let migrated: Promise<{ dataDir: string; remove(): Promise<void> }> | undefined

/** A folder of PGlite with the release's migrations and no rows. Made once, since that takes seconds. */
function migratedFolder(release: Release) {
  migrated ??= makeMigratedFolder(release)
  return migrated
}

async function makeMigratedFolder(release: Release) {
  const folder = await makeTempDir()
  const dataDir = join(folder.path, 'data')
  await using migrations = await cutMigrations(release)
  await usePglite(dataDir, (db) => migratePglite(db, migrations.config))
  return { dataDir, remove: folder.remove }
}

/** Removes the folder that all upgrades of PGlite began with. */
export async function removeMigratedFolder() {
  await (await migrated)?.remove()
  migrated = undefined
}

async function usePglite(dataDir: string, use: (db: PgliteDatabase) => Promise<void>) {
  const client = await PGlite.create({ dataDir })
  try {
    await use(drizzlePglite({ client }))
  } finally {
    await client.close()
  }
}

/** A folder with the migrations only of the release. */
async function cutMigrations({ tables }: Release) {
  const folder = await makeTempDir()
  const migrationsFolder = join(folder.path, 'drizzle')
  await cp(migrationConfig.migrationsFolder, migrationsFolder, { recursive: true })
  const path = join(migrationsFolder, 'meta', '_journal.json')
  const journal: { entries: { when: number }[] } = JSON.parse(await readFile(path, 'utf8'))
  const applied = new Set(tables['schema_migration']?.map((row) => row['created_at']))
  const entries = journal.entries.filter(({ when }) => applied.has(when))
  await writeFile(path, JSON.stringify({ ...journal, entries }))
  const config: MigrationConfig = { ...migrationConfig, migrationsFolder }
  return { config, [Symbol.asyncDispose]: folder.remove }
}

/** Parents before children. */
const tableNames = [
  'client',
  'api_key',
  'u2a_payment',
  'world',
  'payout',
  'payout_envelope',
  'payout_event',
  'wallet_lane',
  'wallet_tx',
] as const

async function insertRelease(db: Db, release: Release, { isSameDatabase }: LoadOptions) {
  await requireSameMigrations(db, release.tables['schema_migration'] ?? [])
  // One transaction: `now()` is the same for all rows.
  await db.transaction(async (tx) => {
    // The migration's row of the development client comes with the dump too.
    await tx.execute(sql`DELETE FROM client`)
    for (const table of tableNames) await insertRows(tx, table, release)
    await tx.execute(
      sql`SELECT setval(pg_get_serial_sequence('payout_event', 'id'), (SELECT max(id) FROM payout_event))`,
    )
    if (isSameDatabase) {
      await tx.execute(
        sql`UPDATE wallet_lane SET database_id = ${databaseIdOfRelease} WHERE database_id IS NOT NULL`,
      )
    }
  })
}

/** How the release named its database; a later release may name it otherwise, and must know this name. */
const databaseIdOfRelease = sql`((SELECT system_identifier FROM pg_control_system())::text || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8))`

/** A migration of the release that was changed afterwards makes another database than the release had. */
async function requireSameMigrations(db: Db, recorded: readonly Row[]) {
  const applied = await select<{ hash: string }>(
    db,
    sql`SELECT hash FROM schema_migration ORDER BY created_at`,
  )
  const wanted = recorded.map((row) => row['hash'])
  const found = applied.map(({ hash }) => hash)
  if (wanted.length > 0 && wanted.join() === found.join()) return
  throw new Error(
    `The release had the migrations ${wanted.join()}, this folder has ${found.join()}`,
  )
}

type Column = { name: string; type: string; identity: string }

/** Every time of the dump is moved by the same interval; `json` stays as it was written. */
async function insertRows(tx: Db, table: string, { tables, dumpedAt }: Release) {
  const rows = tables[table] ?? []
  if (rows.length === 0) throw new Error(`The dump has no row of ${table}`)
  const columns = await select<Column>(
    tx,
    sql`SELECT column_name AS name, data_type AS type, is_identity AS identity FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ${table} ORDER BY ordinal_position`,
  )
  const names = columns.map(({ name }) => sql.identifier(name))
  const values = columns.map(({ name, type }) => {
    const column = sql`r.${sql.identifier(name)}`
    const isTime = type === 'timestamp with time zone'
    return isTime ? sql`${column} + (now() - ${dumpedAt}::timestamptz)` : column
  })
  const overriding = columns.some(({ identity }) => identity === 'YES')
    ? sql`OVERRIDING SYSTEM VALUE`
    : sql``
  const own = sql.identifier(table)
  const comma = sql`, `
  await tx.execute(
    sql`INSERT INTO ${own} (${sql.join(names, comma)}) ${overriding} SELECT ${sql.join(values, comma)} FROM json_populate_recordset(NULL::${own}, ${JSON.stringify(rows)}::json) AS r`,
  )
}

/** Rows of a raw query, which drizzle types only by its driver. */
export async function select<Row>(db: Db, query: ReturnType<typeof sql>): Promise<Row[]> {
  // Both drivers return `rows`; drizzle's common type does not say so.
  const { rows } = (await db.execute(query)) as unknown as { rows: Row[] }
  return rows
}
