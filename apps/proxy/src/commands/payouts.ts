import type { Database } from '../stores/open-database.ts'
import { pauseOrResume } from './brakes.ts'
import type { Command, CommandIo } from '../operator/command.ts'
import { performOnLane } from './lane.ts'
import { listPayouts } from './list-payouts.ts'
import { performOnPayout } from './on-payout.ts'
import { payoutsUsage, readPayoutsArguments, type PayoutsRequest } from './payouts-arguments.ts'
import { reconcilePayouts } from './reconcile/reconcile.ts'
import { withDatabase } from './with-database.ts'

/** All but the one that needs the ledger as well. */
type OnDatabase = Exclude<PayoutsRequest, { type: 'reconcile' }>

/** `proxy payouts …`: what `payoutsUsage` lists. */
export const payoutsCommand: Command = async (args, io) => {
  const read = readPayoutsArguments(args)
  if (!read.ok) {
    io.complain(`${read.problem}.\n${payoutsUsage}`)
    return 2
  }
  if (read.request.type === 'reconcile') return reconcilePayouts(read.request, args, io)
  const { request } = read
  return withDatabase(io, { command: 'payouts', args }, (database) =>
    perform(request, database, io),
  )
}

function perform(request: OnDatabase, database: Database, io: CommandIo): Promise<number> {
  switch (request.type) {
    case 'list':
      return listPayouts(request, database, io)
    case 'show':
    case 'retry':
    case 'release':
    case 'cancel':
    case 'settle':
      return performOnPayout(request, database, io)
    case 'pause':
    case 'resume':
      return pauseOrResume(request, database, io)
    case 'quarantine':
      return quarantine(request, database, io)
    case 'foreign':
      return foreign(request.hash, database, io)
    case 'lane show':
    case 'lane adopt':
    case 'lane new-deployment':
    case 'lane start-at':
      return performOnLane(request, database, io)
  }
}

async function quarantine(
  { wallet, seconds }: Extract<PayoutsRequest, { type: 'quarantine' }>,
  { payouts }: Database,
  io: CommandIo,
): Promise<number> {
  await payouts.quarantine(wallet, seconds * 1_000)
  io.print(`For ${seconds} s no payout of this wallet is cancelled or failed`)
  return 0
}

async function foreign(hash: string, { payouts }: Database, io: CommandIo): Promise<number> {
  if (!(await payouts.markForeign(hash))) {
    io.complain(
      `No unmatched transaction has the hash ${hash}: proxy payouts lane show lists those that wait for a decision.`,
    )
    return 1
  }
  io.print(`Transaction ${hash} no longer counts as a possible payout, and nothing waits for it`)
  io.complain(
    'This cannot be undone: if it did pay a payout that this database forgot, that payout can now be paid a second time.',
  )
  return 0
}
