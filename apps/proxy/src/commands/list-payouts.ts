import * as z from 'zod'
import type { Database } from '../stores/open-database.ts'
import type { Payout } from '../payouts/model/payout.ts'
import type { CommandIo } from '../operator/command.ts'
import { toCsvRecord } from './csv.ts'
import { describePayout } from './describe-payout.ts'
import { findPayoutContexts, type PayoutContext } from './payout-context.ts'
import type { ListRequest } from './list-arguments.ts'
import { payoutFieldNames, payoutFields } from './payout-fields.ts'

type Page = {
  rows: readonly { payout: Payout; context: PayoutContext }[]
  /** The id of the last payout when more follow. */
  next: string | null
}

/** `proxy payouts list`. */
export async function listPayouts(
  { client, filter, format }: ListRequest,
  database: Database,
  io: CommandIo,
): Promise<number> {
  const { payouts: store } = database
  const clientId = client == null ? undefined : await findClientId(client, database)
  if (clientId === null) {
    io.complain(`There is no client ${client}: proxy keys list shows all clients.`)
    return 1
  }
  if (filter.after != null && (await store.find(filter.after)) == null) {
    io.complain(
      `There is no payout ${filter.after}: --cursor takes what the page before ended with.`,
    )
    return 1
  }
  const { limit } = filter
  const found = await store.list({ ...filter, clientId, limit: limit + 1 })
  const page = await completePage(found.slice(0, limit), found.length > limit, database)
  printAs[format](page, io)
  return 0
}

/** An id serves for a client that the database has lost, whose name no one knows. */
async function findClientId(client: string, { payouts }: Database): Promise<string | null> {
  const id = await payouts.findClient(client)
  return id ?? (z.guid().safeParse(client).success ? client.toLowerCase() : null)
}

async function completePage(
  payouts: readonly Payout[],
  hasMore: boolean,
  { db }: Database,
): Promise<Page> {
  const contexts = await findPayoutContexts(
    db,
    payouts.map(({ id }) => id),
  )
  const rows = payouts.map((payout) => {
    const context = contexts.get(payout.id)
    if (context == null) throw new Error(`Payout ${payout.id} is gone`)
    return { payout, context }
  })
  return { rows, next: hasMore ? (payouts.at(-1)?.id ?? null) : null }
}

const printAs: Record<ListRequest['format'], (page: Page, io: CommandIo) => void> = {
  text({ rows, next }, io) {
    for (const { payout, context } of rows) io.print(describePayout(payout, context))
    if (rows.length === 0) io.complain('There are no such payouts.')
    sayMore(next, io)
  },

  /** One document, with a line for each payout. */
  json({ rows, next }, io) {
    io.print('{"payouts":[')
    for (const [i, { payout, context }] of rows.entries()) {
      const comma = i < rows.length - 1 ? ',' : ''
      io.print(`${JSON.stringify(payoutFields(payout, context))}${comma}`)
    }
    io.print(`],"next_cursor":${JSON.stringify(next)}}`)
  },

  csv({ rows, next }, io) {
    io.print(toCsvRecord(payoutFieldNames))
    for (const { payout, context } of rows) {
      const fields = payoutFields(payout, context)
      io.print(toCsvRecord(payoutFieldNames.map((name) => fields[name])))
    }
    sayMore(next, io)
  },
}

/** On standard error: standard output holds payouts only. */
function sayMore(next: string | null, io: CommandIo) {
  if (next != null) io.complain(`More follow: the same command with --cursor ${next}`)
}
