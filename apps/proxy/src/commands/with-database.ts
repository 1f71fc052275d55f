import { parseDatabaseConfig } from '../config/config.ts'
import { DatabaseRefusedError } from '../database/database-refused-error.ts'
import { openDatabase, type Database } from '../database/open-database.ts'
import type { CommandIo } from './command.ts'

/** Runs an operator's task on the configured database; what keeps it closed is told in a sentence. */
export async function withDatabase(
  io: CommandIo,
  task: (database: Database) => Promise<number>,
): Promise<number> {
  const config = parseDatabaseConfig(io.env)
  if (!config.ok) {
    for (const problem of config.problems) io.complain(`${problem}.`)
    return 2
  }
  try {
    await using database = await openDatabase(config.config, (error) =>
      io.complain(`A database connection was lost: ${error.message}.`),
    )
    return await task(database)
  } catch (error) {
    if (!(error instanceof DatabaseRefusedError)) throw error
    io.complain(`${error.message}.`)
    if (error.refusal === 'in_use') {
      io.complain('On PGlite this command runs only while the server is stopped.')
    }
    return 1
  }
}
