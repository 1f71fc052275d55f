import { maskSecrets } from '@aloha-pi/contracts'
import type { Env } from '../config/env.ts'
import type { Database } from '../stores/open-database.ts'

/** What a command gets from main: everything it may read and where it may write. */
export type CommandIo = {
  env: Env
  /** Set in the server, for a command that came through its socket: the database that it has open. */
  database?: Database
  /** One line on standard output. What looks like a secret is masked, except in a line that `shows` a key. */
  print: (line: string, shows?: 'key') => void
  /** One line on standard error, masked. */
  complain: (line: string) => void
}

/** A subcommand of `proxy`; returns the exit code. */
export type Command = (args: readonly string[], io: CommandIo) => Promise<number>

/** Standard output and standard error. */
export type Outputs = { out: (text: string) => unknown; err: (text: string) => unknown }

/** Lines of a command on the two outputs of its process. */
export function createCommandIo(env: Env, to: Outputs): CommandIo {
  return {
    env,
    print: (line, shows) => void to.out(`${shows === 'key' ? line : maskSecrets(line)}\n`),
    complain: (line) => void to.err(`${maskSecrets(line)}\n`),
  }
}
