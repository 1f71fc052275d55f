import { setTimeout } from 'node:timers/promises'
import {
  isFinalRow,
  lookUp,
  type Answer,
  type ClientWorld,
  type Order,
  type Row,
} from './clients.ts'
import type { MockLedger } from './ledger.ts'
import { startInstance, type Linked, type Shared } from './start-instances.ts'

/** What each order became, asked of a proxy without faults in the way; again until all are final. */
export async function allEnds(
  world: ClientWorld,
  orders: readonly Order[],
  { answers, until }: { answers: readonly Answer[]; until: number },
) {
  const idOf = ({ name }: Order) =>
    answers.find(({ order, row }) => order === name && row != null)?.row?.payout_id
  const ends = new Map<string, Row>()
  let open = [...orders]
  while (open.length > 0) {
    const queue = open.values()
    const look = async () => {
      for (const order of queue) {
        const row = await lookUp(world, order, idOf(order))
        // No answer is no news.
        if (row != null) ends.set(order.name, row)
      }
    }
    await Promise.all(Array.from({ length: 10 }, look))
    open = open.filter(({ name }) => !isFinalRow(ends.get(name)))
    if (Date.now() > until) break
    if (open.length > 0) await setTimeout(200)
  }
  return ends
}

const MOST_MS = 60_000

/** A payment that a late call began is nobody's until the audit, which every start makes. */
export async function leaveNothingOpen(shared: Shared, instances: Linked[], ledger: MockLedger) {
  for (const instance of instances.splice(0)) await instance.close()
  instances.push(await startInstance(shared, instances.length))
  const until = Date.now() + MOST_MS
  while (Date.now() < until) {
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
