import type { Database } from '../stores/open-database.ts'
import type { CommandIo } from '../operator/command.ts'
import type { OperatorRequest } from '../operator/operator-wire.ts'
import { withDatabase } from './with-database.ts'

export type FromDatabase = { ok: true; lines: string[] } | { ok: false; problems: string[] }

/**
 * For a command that reads the database and does the rest in its own process: the lines that `read` makes of the
 * database, from the server if that has the database to itself. There the command finds `io.database` and prints them.
 */
export async function readFromDatabase(
  io: CommandIo,
  request: OperatorRequest,
  read: (database: Database) => Promise<string[]>,
): Promise<FromDatabase> {
  const lines: string[] = []
  const problems: string[] = []
  const own: CommandIo = {
    ...io,
    print: (line) => void lines.push(line),
    complain: (line) => void problems.push(line),
  }
  const code = await withDatabase(own, request, async (database) => {
    lines.push(...(await read(database)))
    return 0
  })
  return code === 0 ? { ok: true, lines } : { ok: false, problems }
}
