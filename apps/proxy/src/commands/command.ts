import type { Env } from '../config/config.ts'

/** What a command gets from main: everything it may read and where it may write. */
export type CommandIo = {
  env: Env
  /** One line on standard output. */
  print: (line: string) => void
  /** One line on standard error. */
  complain: (line: string) => void
}

/** A subcommand of `proxy`; answers the exit code. */
export type Command = (args: readonly string[], io: CommandIo) => Promise<number>
