import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { Pool } from 'pg'
import type { DatabaseConfig } from '../src/config/config.ts'
import type { Db } from '../src/database/db.ts'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import { dumpDatabase } from '../testkit/dump-database.ts'
import { haveKey } from '../testkit/new-key.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { runProgram } from '../testkit/run-program.ts'
import { startPostgres, type TestPostgres } from '../testkit/start-postgres.ts'
import type { Bundle } from './bundle-proxy.ts'
import { withWhatWasLost, type DatabaseAtTheEnd } from './lost-rows.ts'
import { copyDatabase, putCopyBack } from './postgres-copy.ts'

export type ChaosDatabase = AsyncDisposable & {
  config: DatabaseConfig
  /** Of the Postgres, for the link in front of it. */
  port: number | undefined
  /** An API key of a client, and the password of the database. */
  key: string
  password: string | undefined
  restart(): Promise<void>
  /** Kills the server itself, and starts it again. */
  crash(): Promise<void>
  /** Whether a second process gets at the folder of PGlite. */
  openTwice(): Promise<'refused' | 'let in'>
  /** Whether the row of an envelope is committed; undefined: the database does not respond now. */
  isStored(hash: string): Promise<boolean | undefined>
  /** Copies it as a disk does: nothing in the copy shows when it was made. No process may have it open. */
  backUp(): Promise<void>
  /** Puts the copy in its place. Returns what it held before and after; no process may have it open. */
  putBack(): Promise<{ before: DatabaseAtTheEnd; after: DatabaseAtTheEnd }>
  /** When no other process has it open; with what was in the databases that are replaced. */
  read(): Promise<DatabaseAtTheEnd>
}
/** A Postgres or a folder for PGlite, with one client's key in it. Undefined where no Postgres runs. */
export async function startDatabase(
  pglite: boolean,
  bundle: Bundle,
): Promise<ChaosDatabase | undefined> {
  const folder = await makeTempDir()
  const postgres = pglite ? undefined : await startPostgres()
  if (!pglite && postgres == null) {
    await folder.remove()
    return undefined
  }
  const remove = async () => {
    await postgres?.remove()
    await folder.remove()
  }
  try {
    const url = await postgres?.newDatabase()
    if (url != null) await migratePostgres(url)
    const dataDir = join(folder.path, 'data')
    const config: DatabaseConfig =
      url == null ? { kind: 'pglite', dataDir } : { kind: 'postgres', url }
    const key = await prepare(config)
    const server = url == null || postgres == null ? undefined : watchServer(postgres, url)
    const lost: DatabaseAtTheEnd[] = []
    return {
      config,
      port: url == null ? undefined : Number(new URL(url).port),
      key,
      password: url == null ? undefined : new URL(url).password,
      restart: async () => server?.restart(),
      crash: async () => server?.crash(),
      openTwice: () => openTwice(bundle, dataDir),
      // The row of one that was sent before a restore, and comes late, was lost after it arrived.
      isStored: async (hash) =>
        lost.some(({ envelopes }) => envelopes.has(hash)) || server?.isStored(hash),
      async backUp() {
        if (url != null && server != null) await server.alone(() => copyDatabase(url))
      },
      async putBack() {
        const before = await readAtTheEnd(config)
        lost.push(before)
        if (url != null && server != null) await server.alone(() => putCopyBack(url))
        return { before, after: await readAtTheEnd(config) }
      },
      read: async () => withWhatWasLost(await readAtTheEnd(config), lost),
      async [Symbol.asyncDispose]() {
        await server?.close()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

// A restart breaks idle connections; the pool replaces them.
const open = (config: DatabaseConfig) => openDatabase(config, () => undefined)

/** Makes the key of the client, and the trigger of I7: all live envelopes of a payout share one sequence. */
async function prepare(config: DatabaseConfig): Promise<string> {
  await using database = await open(config)
  for (const statement of watchSequences) await database.db.execute(sql.raw(statement))
  const scopes = ['a2u:create', 'a2u:cancel', 'read'] as const
  const { secret } = await haveKey(database.keys, { clientName: 'shop', scopes: [...scopes] })
  return secret
}

const watchSequences = [
  'CREATE SCHEMA chaos',
  'CREATE TABLE chaos.two_sequences (detail text NOT NULL)',
  `CREATE FUNCTION chaos.watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO chaos.two_sequences
      SELECT NEW.payout_id || ': ' || NEW.sequence || ' and ' || other.sequence
      FROM public.payout_envelope AS own
      JOIN public.payout_envelope AS other ON other.payout_id = own.payout_id
      WHERE own.hash = NEW.hash AND own.status = 'live'
        AND other.status = 'live' AND other.sequence <> own.sequence;
    RETURN NULL;
  END $$`,
  // Looks at what the transaction commits, not at what it passes through.
  `CREATE CONSTRAINT TRIGGER chaos_watch AFTER INSERT OR UPDATE ON public.payout_envelope
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chaos.watch()`,
]

function watchServer(postgres: TestPostgres, url: string) {
  let pool: Pool | undefined = openPool(url)
  return {
    /** While this process has no connection. */
    async alone(task: () => Promise<void>) {
      const before = pool
      pool = undefined
      await before?.end()
      await task()
      pool = openPool(url)
    },
    async restart() {
      await postgres.stop()
      await postgres.start()
    },
    async crash() {
      const response = await pool?.query<{ data_directory: string }>('SHOW data_directory')
      const folder = response?.rows[0]
      if (folder == null) throw new Error('Postgres does not say where its data is')
      const file = await readFile(join(folder.data_directory, 'postmaster.pid'), 'utf8')
      process.kill(Number(file.split('\n')[0]), 'SIGKILL')
      // Its children notice, and let go of its memory.
      await setTimeout(300)
      await postgres.start()
    },
    async isStored(hash: string) {
      try {
        const text = 'SELECT 1 FROM payout_envelope WHERE hash = $1'
        const response = await pool?.query(text, [hash])
        return response == null ? undefined : response.rowCount === 1
      } catch {
        // It is being restarted.
        return undefined
      }
    },
    close: async () => pool?.end(),
  }
}

function openPool(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 4, query_timeout: 2_000 })
  // It ends with the server; the next query opens another one.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

async function openTwice({ file, cache }: Bundle, dataDir: string): Promise<'refused' | 'let in'> {
  const env = { DATA_DIR: dataDir, NODE_COMPILE_CACHE: cache }
  const { code, stderr } = await runProgram(file, ['migrate'], env).ended
  return code !== 0 && stderr.includes('in use') ? 'refused' : 'let in'
}

async function readAtTheEnd(config: DatabaseConfig): Promise<DatabaseAtTheEnd> {
  await using database = await open(config)
  const { db } = database
  const envelopes = await select<{ hash: string; at: number }>(
    db,
    'SELECT hash, (extract(epoch FROM created_at) * 1000)::float8 AS at FROM payout_envelope',
  )
  const inWork = await select<{ ms: number }>(
    db,
    `SELECT (extract(epoch FROM event.at - payout.left_received_at) * 1000)::float8 AS ms
      FROM payout JOIN payout_event AS event ON event.payout_id = payout.id
      WHERE event.to_state = 'completed' AND payout.left_received_at IS NOT NULL`,
  )
  const payouts = await select<{ id: string; state: string }>(db, 'SELECT id, state FROM payout')
  const seen = await select<{ detail: string }>(db, 'SELECT detail FROM chaos.two_sequences')
  return {
    rows: await dumpDatabase(db),
    envelopes: new Map(envelopes.map(({ hash, at }) => [hash, Math.floor(at)])),
    twoSequences: seen.map(({ detail }) => detail),
    inWorkMs: inWork.map(({ ms }) => Math.round(ms)),
    payouts: new Map(payouts.map(({ id, state }) => [id, state])),
  }
}

async function select<Row>(db: Db, text: string): Promise<Row[]> {
  // Both drivers return `rows`; drizzle's common type does not say so.
  return ((await db.execute(sql.raw(text))) as unknown as { rows: Row[] }).rows
}
