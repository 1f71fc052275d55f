import { canonicalUid } from '@aloha-pi/contracts/platform'
import type { PayoutFilter } from '../../src/payouts/model/payout-filter.ts'
import type { Payout } from '../../src/payouts/model/payout.ts'
import type { Tables } from './tables.ts'

/** What operators list: newest first. */
export function listIn(
  { payouts, envelopes }: Tables,
  now: number,
  filter: PayoutFilter,
): Payout[] {
  const { after, limit } = filter
  const last = after == null ? undefined : payouts.get(after)
  if (after != null && last == null) return []
  const { txid: wanted } = filter
  const signedFor = wanted == null ? undefined : envelopes.get(wanted)?.payoutId
  const isPaidBy = (id: string, txid: string | null) =>
    wanted == null || txid === wanted || id === signedFor
  return [...payouts.values()]
    .filter((payout) => fits(payout, now, filter))
    .filter(({ id, txid }) => isPaidBy(id, txid))
    .filter((payout) => last == null || byAgeAndId(payout, last) < 0)
    .sort((a, b) => byAgeAndId(b, a))
    .slice(0, limit)
}

function fits(payout: Payout, now: number, filter: PayoutFilter): boolean {
  const { states, clientId, idempotencyKey, uid } = filter
  const { olderThanMs = -Infinity, youngerThanMs = Infinity } = filter
  const age = now - payout.createdAt.getTime()
  return (
    (states == null || states.includes(payout.state)) &&
    (clientId == null || payout.clientId === clientId) &&
    (idempotencyKey == null || payout.idempotencyKey === idempotencyKey) &&
    (uid == null || canonicalUid(payout.uid) === canonicalUid(uid)) &&
    age >= olderThanMs &&
    age < youngerThanMs
  )
}

/** The oldest first. */
export function byAgeAndId(a: Payout, b: Payout): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : Number(a.id > b.id))
}
