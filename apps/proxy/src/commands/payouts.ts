import type { Database } from '../database/open-database.ts'
import { knowsWallet } from '../payouts/drizzle-payout-store-figures.ts'
import { findPayout } from '../payouts/find-payout.ts'
import type { Payout } from '../payouts/payout.ts'
import type { PayoutStore } from '../payouts/payout-store.ts'
import type { Command, CommandIo } from './command.ts'
import { describeFully, describePayout } from './describe-payout.ts'
import { payoutsUsage, readPayoutsArguments, type PayoutsRequest } from './payouts-arguments.ts'
import { withDatabase } from './with-database.ts'

/** `proxy payouts list|show|retry|release|quarantine`. */
export const payoutsCommand: Command = async (args, io) => {
  const read = readPayoutsArguments(args)
  if (!read.ok) {
    io.complain(`${read.problem}.\n${payoutsUsage}`)
    return 2
  }
  return withDatabase(io, { command: 'payouts', args }, (database) =>
    perform(read.request, database, io),
  )
}

async function perform(
  request: PayoutsRequest,
  database: Database,
  io: CommandIo,
): Promise<number> {
  const store = database.payouts
  switch (request.type) {
    case 'list':
      return list(request, store, io)
    case 'quarantine':
      return quarantine(request, database, io)
    default: {
      const payout = await findPayout(store, request.id)
      if (payout != null) return performOn(payout, request, store, io)
      io.complain(`There is no payout ${request.id}: proxy payouts list shows the newest.`)
      return 1
    }
  }
}

async function list(
  { states, limit }: Extract<PayoutsRequest, { type: 'list' }>,
  store: PayoutStore,
  io: CommandIo,
): Promise<number> {
  const payouts = await store.list({ ...(states && { states }), limit })
  for (const payout of payouts) io.print(describePayout(payout))
  if (payouts.length === 0) io.complain('There are no such payouts.')
  return 0
}

async function quarantine(
  { wallet, seconds }: Extract<PayoutsRequest, { type: 'quarantine' }>,
  { db, payouts }: Database,
  io: CommandIo,
): Promise<number> {
  if (!(await knowsWallet(db, wallet))) {
    io.complain('No payout was ever made from this wallet with this database.')
    return 1
  }
  await payouts.quarantine(wallet, seconds * 1_000)
  io.print(`For ${seconds} s no payout of this wallet is cancelled or failed`)
  return 0
}

type OnOne = Exclude<PayoutsRequest, { type: 'list' | 'quarantine' }>

async function performOn(
  { id }: Payout,
  request: OnOne,
  store: PayoutStore,
  io: CommandIo,
): Promise<number> {
  switch (request.type) {
    case 'show':
      return show(id, store, io)
    case 'retry':
      return told(await store.retry(id), io, whyNoRetry)
    case 'release':
      return told(await store.release(id, request.decision), io, whyNoRelease)
  }
}

const whyNoRetry = 'Only a payout that is neither final nor held is retried: show tells its state.'
const whyNoRelease = 'Only a held payout is released, and one that was paid only to retry.'

async function show(id: string, store: PayoutStore, io: CommandIo): Promise<number> {
  const [payout] = await store.findMany([id])
  if (payout == null) throw new Error(`Payout ${id} is gone`)
  const envelopes = await store.envelopes(id)
  for (const line of describeFully(payout, envelopes, await store.history(id))) io.print(line)
  return 0
}

function told(payout: Payout | undefined, io: CommandIo, otherwise: string): number {
  if (payout == null) {
    io.complain(otherwise)
    return 1
  }
  io.print(describePayout(payout))
  return 0
}
