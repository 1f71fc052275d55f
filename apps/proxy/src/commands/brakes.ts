import type { Db } from '../database/db.ts'
import type { Database } from '../stores/open-database.ts'
import type { CommandIo } from '../operator/command.ts'
import { findClientNames } from './payout-context.ts'
import type { PayoutsRequest } from './payouts-arguments.ts'

type OnBrake = Extract<PayoutsRequest, { type: 'pause' | 'resume' }>

/** `proxy payouts pause` and `resume`. */
export async function pauseOrResume(
  { type, client }: OnBrake,
  database: Database,
  io: CommandIo,
): Promise<number> {
  const clientId = client == null ? null : await database.payouts.findClient(client)
  if (clientId === undefined) {
    io.complain(`There is no client ${client}: proxy keys list shows all clients.`)
    return 1
  }
  const brake: Brake = { clientId, whose: client == null ? 'All payouts' : `Client ${client}` }
  return type === 'pause' ? pause(brake, database, io) : resume(brake, database, io)
}

type Brake = { clientId: string | null; whose: string }

async function pause({ clientId, whose }: Brake, { payouts }: Database, io: CommandIo) {
  await payouts.pause(clientId)
  io.print(
    `${whose} ${clientId == null ? 'are' : 'is'} paused: new requests are accepted but wait, as do payouts that are not signed yet`,
  )
  io.complain('Signed and paid payouts are finished.')
  return 0
}

async function resume(brake: Brake, database: Database, io: CommandIo) {
  const { clientId, whose } = brake
  const verb = clientId == null ? 'are' : 'is'
  const wasPaused = await database.payouts.resume(clientId)
  if (wasPaused) io.print(`${whose} ${verb} no longer paused`)
  else io.complain(`${whose} ${verb} not paused.`)
  const { paused } = await database.payouts.showLanes()
  const still = await namePaused(database.db, paused)
  if (still.length > 0) io.complain(`Still paused: ${still.join(', ')}.`)
  return wasPaused ? 0 : 1
}

/** What is paused, in words: everything, or clients by name. */
export async function namePaused(db: Db, paused: readonly string[]): Promise<string[]> {
  const clientIds = paused.filter((scope) => scope !== EVERYTHING)
  const names = await findClientNames(db, clientIds)
  const clients = clientIds.map((id) => `client ${names.get(id) ?? id}`)
  return clientIds.length < paused.length ? ['all payouts', ...clients] : clients
}

/** The scope of a pause of everything. */
const EVERYTHING = 'all'
