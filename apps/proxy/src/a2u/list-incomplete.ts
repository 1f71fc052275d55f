import type { Payment } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { correlationOf } from '../payouts/model/correlation.ts'
import { isFinal, type Payout } from '../payouts/model/payout.ts'
import type { ClientPayouts } from '../payouts/store/payout-store.ts'
import type { PiPayments, PiResult } from '../payouts/model/ports.ts'

/** A part of a client's list: `after` is the cursor of the page before. */
export type PageRequest = { clientId: string; limit: number; after: string | null }

/** What a client may see of the open payments: its own payouts, and Pi's payments that belong to them. */
export type Incomplete = { payments: Payment[]; payouts: Payout[]; nextCursor: string | null }

type Ports = {
  store: Pick<ClientPayouts, 'find' | 'findMany' | 'listOpen'>
  pi: Pick<PiPayments, 'incomplete'>
}

const idSchema = z.guid()

/**
 * Pi's list joined with a page of our states. Payments of other clients, and of no client we know, are left out; those
 * of the client that belong to no open payout come with the last page.
 */
export async function listIncomplete(
  { store, pi }: Ports,
  { clientId, limit, after }: PageRequest,
): Promise<PiResult<Incomplete> | { kind: 'unknown_cursor' }> {
  if (after != null && !(await isCursor(store, { clientId, after }))) {
    return { kind: 'unknown_cursor' }
  }
  // One more than the page shows whether there is another.
  const [found, open] = await Promise.all([
    store.listOpen(clientId, { limit: limit + 1, after }),
    pi.incomplete(),
  ])
  if (open.kind !== 'ok') return open
  const payouts = found.slice(0, limit)
  const isLast = found.length <= limit
  const { named, others } = sortByPage(open.value.payments, payouts)
  const own = others.filter((payment) => correlationOf(payment)?.c === clientId)
  const left = isLast ? await withoutEarlier(store, own, after) : []
  const nextCursor = isLast ? null : (payouts.at(-1)?.id ?? null)
  return { kind: 'ok', value: { payments: [...named, ...left], payouts, nextCursor } }
}

/** The id of a payout of this client, whatever has become of it since. */
async function isCursor(
  store: Pick<ClientPayouts, 'find'>,
  { clientId, after }: { clientId: string; after: string },
): Promise<boolean> {
  return idSchema.safeParse(after).success && (await store.find(after))?.clientId === clientId
}

function sortByPage(payments: readonly Payment[], payouts: readonly Payout[]) {
  const piIds = new Set(payouts.map(({ piId }) => piId))
  const ids = new Set(payouts.map(({ id }) => id))
  const named: Payment[] = []
  const others: Payment[] = []
  for (const payment of payments) {
    const id = correlationOf(payment)?.p
    const isNamed = piIds.has(payment.identifier) || (id != null && ids.has(id))
    ;(isNamed ? named : others).push(payment)
  }
  return { named, others }
}

/** Payments of open payouts that the last page does not have were on an earlier one. */
async function withoutEarlier(
  store: Pick<ClientPayouts, 'findMany'>,
  payments: readonly Payment[],
  after: string | null,
): Promise<readonly Payment[]> {
  if (after == null) return payments
  const ids = payments.map((payment) => correlationOf(payment)?.p).filter((id) => id != null)
  const payouts = await store.findMany([...new Set(ids)])
  const open = new Set(payouts.filter(({ state }) => !isFinal(state)).map(({ id }) => id))
  return payments.filter((payment) => !open.has(correlationOf(payment)?.p ?? ''))
}
