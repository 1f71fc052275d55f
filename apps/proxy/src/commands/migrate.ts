import { parseDatabaseConfig } from '../config/config.ts'
import { DatabaseRefusedError } from '../database/database-refused-error.ts'
import { migratePostgres } from '../database/migrate-postgres.ts'
import type { Command, CommandIo } from '../operator/command.ts'
import { withDatabase } from './with-database.ts'

/** `proxy migrate`: brings the schema up to date, with a role that may change it. PGlite migrates when it opens. */
export const migrateCommand: Command = async (args, io) => {
  if (args.length > 0) {
    io.complain('migrate takes no arguments.')
    return 2
  }
  const config = parseDatabaseConfig(io.env)
  if (config.ok && config.config.kind === 'postgres') return migrate(config.config.url, io)
  return withDatabase(io, null, async () => {
    io.print('The database is up to date')
    return 0
  })
}

async function migrate(url: string, io: CommandIo): Promise<number> {
  try {
    const done = await migratePostgres(url)
    io.print(done === 'migrated' ? 'The database is now up to date' : 'The database was up to date')
    return 0
  } catch (error) {
    if (!(error instanceof DatabaseRefusedError)) throw error
    io.complain(`${error.message}.`)
    return 1
  }
}
