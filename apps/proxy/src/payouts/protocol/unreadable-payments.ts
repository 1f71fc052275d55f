import { payoutIdOf } from '../model/correlation.ts'
import { alarm } from './moves.ts'
import type { Payout } from '../model/payout.ts'
import type { Alarm, UnreadablePayments } from '../model/ports.ts'

export const noneUnreadable: UnreadablePayments = { count: 0, ids: [], named: new Set() }

/**
 * Whether a payment of this payout may be among them, so that it is not absent because no other entry is its own: its
 * id is in their text, or the id that the same request had when its client had another one.
 */
export function mayHide(
  { named }: UnreadablePayments,
  { id, idempotencyKey }: Pick<Payout, 'id' | 'idempotencyKey'>,
): boolean {
  if (named.has(id)) return true
  if (idempotencyKey == null) return false
  return [...named].some((clientId) => named.has(payoutIdOf(clientId, idempotencyKey)))
}

/** One for all of them. */
export function unreadableAlarms(
  { count, ids }: UnreadablePayments,
  payout: Payout | null,
): Alarm[] {
  if (count === 0) return []
  const known = ids.length === 0 ? '' : `: ${ids.join(', ')}`
  return [
    alarm('unreadable_payment', payout, `${count} of Pi's open payments cannot be read${known}`),
  ]
}
