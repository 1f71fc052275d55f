import type { Logger } from 'pino'
import { doctorCommand } from '../commands/doctor.ts'
import { keysCommand } from '../commands/keys.ts'
import { payoutsCommand } from '../commands/payouts.ts'
import type { Config } from '../config/config.ts'
import type { Database } from '../stores/open-database.ts'
import { describeFault } from '../telemetry/logger.ts'
import {
  serveOperator,
  type OperatorParts,
  type ServedOperator,
} from '../operator/serve-operator.ts'

type Parts = {
  config: Pick<Config, 'database'>
  database: Database
  log: Logger
  /** Called after each command. */
  onDone: () => void
}

/**
 * Lets operators' commands reach this process while it has PGlite to itself; returns how to end that. On Postgres
 * they go to the database. A server without a socket serves all the same, and its log says why.
 */
export async function startOperator(parts: Parts): Promise<() => Promise<void>> {
  const { config, database, log, onDone } = parts
  if (config.database.kind !== 'pglite') return async () => undefined
  const { dataDir } = config.database
  const commands = { keys: keysCommand, payouts: payoutsCommand, doctor: doctorCommand }
  const served = await serveOrSay({ dataDir, database, commands, log, onDone })
  return served.ok ? served.close : async () => undefined
}

async function serveOrSay(parts: OperatorParts): Promise<ServedOperator> {
  try {
    const served = await serveOperator(parts)
    if (!served.ok) parts.log.warn(`${WITHOUT}: ${served.problem}`)
    return served
  } catch (error) {
    // The file system's refusal: read-only, or one without sockets.
    if (!(error instanceof Error && 'code' in error)) throw error
    parts.log.warn({ fault: describeFault(error) }, WITHOUT)
    return { ok: false, problem: error.message }
  }
}

const WITHOUT = 'the commands keys and payouts run only while this server is stopped'
