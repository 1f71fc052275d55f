import type { Env } from '../config/config.ts'
import type { Database } from '../database/open-database.ts'

/** What a command gets from main: everything it may read and where it may write. */
export type CommandIo = {
  env: Env
  /** Set in the server, for a command that came through its socket: the database that it has open. */
  database?: Database
  /** One line on standard output. */
  print: (line: string) => void
  /** One line on standard error. */
  complain: (line: string) => void
}

/** A subcommand of `proxy`; answers the exit code. */
export type Command = (args: readonly string[], io: CommandIo) => Promise<number>
