import type { Database } from '../stores/open-database.ts'
import type { ShownLanes } from '../payouts/store/operator-store.ts'
import { namePaused } from './brakes.ts'
import type { CommandIo } from '../operator/command.ts'
import { describeLane } from './describe-lane.ts'
import type { LaneRequest } from './lane-arguments.ts'
import { QUARANTINE_SECONDS } from './payouts-arguments.ts'

/** `proxy payouts lane …`. */
export function performOnLane(
  request: LaneRequest,
  database: Database,
  io: CommandIo,
): Promise<number> {
  switch (request.type) {
    case 'lane show':
      return show(database, io)
    case 'lane adopt':
      return adopt(request.wallet, database, io)
    case 'lane new-deployment':
      return renewDeployment(database, io)
    case 'lane start-at':
      return startAt(request, database, io)
  }
}

const QUARANTINE_MS = QUARANTINE_SECONDS * 1_000
const inQuarantine = `For ${QUARANTINE_SECONDS} s no payout of this wallet is cancelled or failed`

async function show(database: Database, io: CommandIo): Promise<number> {
  const { deployment, lanes, paused: scopes } = await database.payouts.showLanes()
  const paused = await namePaused(database.db, scopes)
  const adopted = deployment.adopted.length === 0 ? 'none' : deployment.adopted.join(', ')
  io.print(`deployment ${deployment.own}, adopted: ${adopted}`)
  io.print(`paused: ${paused.length === 0 ? 'nothing' : paused.join(', ')}`)
  for (const line of lanes.flatMap(describeLane)) io.print(line)
  if (lanes.length === 0) io.complain('There is no lane: no wallet was ever used here.')
  return 0
}

async function adopt(
  wished: string | undefined,
  { payouts }: Database,
  io: CommandIo,
): Promise<number> {
  const wallet = wished ?? onlyWallet(await payouts.showLanes(), io)
  if (wallet == null) return 1
  if (!(await payouts.adopt(wallet, QUARANTINE_MS))) {
    io.complain(`There is no lane of ${wallet}: proxy payouts lane show lists all.`)
    return 1
  }
  const { deployment } = await payouts.showLanes()
  io.print('Payouts of this wallet that this database does not know are taken as its own')
  for (const id of deployment.adopted) io.print(`Adopted: deployment ${id}`)
  io.print(inQuarantine)
  io.complain(
    'Meanwhile, payouts that the chain shows as paid are recorded as paid. Then unknown payments that are still open at Pi are cancelled, and adopting ends: proxy payouts lane show.',
  )
  return 0
}

function onlyWallet({ lanes }: ShownLanes, io: CommandIo): string | undefined {
  const [only, ...others] = lanes
  if (only != null && others.length === 0) return only.source
  io.complain(
    only == null
      ? 'There is no lane: no wallet was ever used here.'
      : `There are ${lanes.length} lanes: name the wallet. proxy payouts lane show lists all.`,
  )
  return undefined
}

async function renewDeployment({ payouts }: Database, io: CommandIo): Promise<number> {
  const { deployment } = await payouts.showLanes()
  const id = await payouts.renewDeployment()
  io.print(`This database is now deployment ${id}; it was ${deployment.own}`)
  io.print(
    'Payments at Pi with the old id belong to another deployment: this database leaves them alone',
  )
  io.complain(
    'Payouts that were copied along and are not final belong to the other deployment as well: cancel each here. The lane stops again if that deployment uses the same Pi app or wallet: use another app and wallet here.',
  )
  return 0
}

async function startAt(
  { wallet, cursor, sequence }: Extract<LaneRequest, { type: 'lane start-at' }>,
  { payouts }: Database,
  io: CommandIo,
): Promise<number> {
  const start = { cursor, bookedSequence: sequence, quarantineMs: QUARANTINE_MS }
  if (!(await payouts.startLaneAt(wallet, start))) {
    io.complain(
      `The books of ${wallet} already reach sequence ${sequence} or further: proxy payouts lane show. They are never set back.`,
    )
    return 1
  }
  io.print(
    `The books of ${wallet} begin after ${cursor}; everything up to sequence ${sequence} counts as known`,
  )
  io.print(inQuarantine)
  io.complain(
    'Earlier transactions of the wallet are no longer read: a payout of that time that this database does not know could be paid again.',
  )
  return 0
}
