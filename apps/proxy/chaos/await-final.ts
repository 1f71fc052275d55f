import { setTimeout } from 'node:timers/promises'
import {
  isFinalRow,
  lookUp,
  type ClientResponse,
  type ClientWorld,
  type Order,
  type Row,
} from './clients.ts'
import { isUnknownForAReason, type Forgotten } from './lost-responses.ts'
import type { MockLedger } from './ledger.ts'
import { startInstance, type Linked, type Shared } from './start-instances.ts'

/**
 * What each order became, asked of a proxy without faults in the way; again until all are final. One whose row was lost
 * with the database is asked for again, as its client would.
 */
export async function allEnds(
  world: ClientWorld,
  orders: readonly Order[],
  {
    responses,
    forgotten,
    until,
  }: { responses: readonly ClientResponse[]; forgotten: readonly Forgotten[]; until: () => number },
) {
  const gone = new Set<string>()
  const idOf = ({ name }: Order) =>
    gone.has(name)
      ? undefined
      : responses.findLast(({ order, row }) => order === name && row != null)?.row?.payout_id
  const noteGone = ({ name }: Order, response: ClientResponse) => {
    if (response.code !== 'payment_not_found') return
    const own = responses.filter(({ order }) => order === name)
    if (isUnknownForAReason(response, own, forgotten)) gone.add(name)
  }
  const ends = new Map<string, Row>()
  let open = [...orders]
  while (open.length > 0) {
    const queue = open.values()
    const look = async () => {
      for (const order of queue) {
        const response = await lookUp(world, order, idOf(order))
        // No response is no news.
        if (response.row != null) ends.set(order.name, response.row)
        noteGone(order, response)
      }
    }
    await Promise.all(Array.from({ length: 10 }, look))
    open = open.filter(({ name }) => !isFinalRow(ends.get(name)))
    if (Date.now() > until()) break
    if (open.length > 0) await setTimeout(200)
  }
  return ends
}

/** An audit comes each minute. */
const MAX_MS = 75_000

/** A payment that a late call began belongs to no one until the audit, which every start makes, after a quarantine if there is one. */
export async function leaveNothingOpen(
  shared: Shared,
  instances: Linked[],
  { ledger, quietFrom }: { ledger: MockLedger; quietFrom: () => number },
) {
  for (const instance of instances.splice(0)) await instance.close()
  instances.push(await startInstance(shared, instances.length))
  const startedAt = Date.now()
  while (Date.now() < Math.max(startedAt, quietFrom()) + MAX_MS) {
    const payments = await ledger.piPayments()
    const open = payments.filter(
      ({ status, metadata }) =>
        metadata?.order != null &&
        !status.developer_completed &&
        !status.cancelled &&
        !status.user_cancelled,
    )
    if (open.length === 0) return
    await setTimeout(250)
  }
}
