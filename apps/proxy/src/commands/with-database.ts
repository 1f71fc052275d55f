import { parseDatabaseConfig } from '../config/config.ts'
import { DatabaseRefusedError } from '../database/database-refused-error.ts'
import { openDatabase, type Database } from '../stores/open-database.ts'
import { askServer } from '../operator/ask-server.ts'
import type { OperatorRequest } from '../operator/operator-wire.ts'
import type { CommandIo } from '../operator/command.ts'

/** The same command for the server that has the database open, or null: it runs only while the server is stopped. */
type ForServer = { command: OperatorRequest['command']; args: readonly string[] } | null

/**
 * Runs an operator's task on the configured database, or has the running server do it when that has the PGlite to
 * itself. What keeps the database closed is a sentence.
 */
export async function withDatabase(
  io: CommandIo,
  forServer: ForServer,
  task: (database: Database) => Promise<number>,
): Promise<number> {
  if (io.database != null) return task(io.database)
  const parsed = parseDatabaseConfig(io.env)
  if (!parsed.ok) {
    for (const problem of parsed.problems) io.complain(`${problem}.`)
    return 2
  }
  const { config } = parsed
  try {
    await using database = await openDatabase(config, (error) =>
      io.complain(`A database connection was lost: ${error.message}.`),
    )
    return await task(database)
  } catch (error) {
    if (!(error instanceof DatabaseRefusedError)) throw error
    if (error.refusal === 'in_use' && config.kind === 'pglite') {
      return runInServer({ io, dataDir: config.dataDir, forServer, inUse: error.message })
    }
    io.complain(`${error.message}.`)
    return 1
  }
}

type InServer = { io: CommandIo; dataDir: string; forServer: ForServer; inUse: string }

async function runInServer({ io, dataDir, forServer, inUse }: InServer): Promise<number> {
  if (forServer == null) {
    io.complain(`${inUse}.`)
    io.complain('On PGlite this command runs only while the server is stopped.')
    return 1
  }
  const { command, args } = forServer
  const asked = await askServer({ dataDir, request: { command, args: [...args] }, io })
  if (asked.ok) return asked.code
  io.complain(`${inUse}.`)
  io.complain(`${asked.problem}. Nothing was done.`)
  return 1
}
