import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { startPostgres } from '../../../../apps/proxy/testkit/start-postgres.ts'

const proxyCommand = fileURLToPath(new URL('../../../../apps/proxy/src/main.ts', import.meta.url))

/** Transactions since the beginning: those that wrote, and all. */
export type Commits = { writing: number; all: number }
export type PostgresDatabase = {
  env: Record<string, string>
  commits(): Promise<Commits>
}
export type Databases = {
  newPostgres(): Promise<PostgresDatabase>
  /** A folder for PGlite. */
  newPglite(): Promise<Record<string, string>>
  remove(): Promise<void>
}

/** Empty databases for proxies: one Postgres server for all, and folders. */
export async function startDatabases(): Promise<Databases> {
  const postgres = await startPostgres()
  if (postgres == null) throw new Error('This measurement needs a Postgres')
  const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-bench-'))
  let folders = 0
  return {
    async newPostgres() {
      const url = await postgres.newDatabase()
      const env = { DATABASE_URL: url }
      await promisify(execFile)(process.execPath, [proxyCommand, 'migrate'], { env })
      return { env, commits: () => readCommits(url) }
    },
    async newPglite() {
      folders += 1
      return { DATA_DIR: path.join(folder, String(folders)) }
    },
    async remove() {
      await postgres.remove()
      await rm(folder, { recursive: true })
    },
  }
}

/** Only a transaction that writes is given a number, and only it waits for the disk. */
const COMMITS = `SELECT pg_snapshot_xmax(pg_current_snapshot())::text::float8 AS writing,
  (SELECT xact_commit::float8 FROM pg_stat_database WHERE datname = current_database()) AS all`

async function readCommits(connectionString: string): Promise<Commits> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<Commits>(COMMITS)
    const [row] = rows
    if (row == null) throw new Error('Postgres did not report how many transactions there were')
    return row
  } finally {
    await client.end()
  }
}
