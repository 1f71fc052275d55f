import { RESERVED_METADATA_KEY } from '@aloha-pi/contracts/aloha'
import type { Payment } from '@aloha-pi/contracts/platform'
import { show } from '../model/match.ts'

/** Fields that are agreed when a payment begins. */
const AGREED = [
  'user_uid',
  'amount',
  'memo',
  'metadata',
  'to_address',
  'direction',
  'created_at',
  'network',
] as const
/** Flags that stay once they are true. */
const LASTING = [
  'developer_approved',
  'transaction_verified',
  'developer_completed',
  'cancelled',
  'user_cancelled',
] as const

/** What a later sight of a payment contradicts in an earlier one; it may know more, never less. */
export function contradictions(earlier: Payment, later: Payment): string[] {
  const name = `payment ${later.identifier}`
  const changed = AGREED.filter((field) => !isSame(earlier[field], later[field])).map(
    (field) => `${name}: ${field} was ${show(earlier[field])} and is ${show(later[field])} now`,
  )
  const undone = LASTING.filter((flag) => earlier.status[flag] && !later.status[flag]).map(
    (flag) => `${name}: ${flag} was true and is false now`,
  )
  return [...changed, ...undone, ...lostParts(earlier, later, name)]
}

function lostParts(earlier: Payment, later: Payment, name: string): string[] {
  const txids = [earlier.transaction?.txid, later.transaction?.txid]
  const wallets = [earlier.from_address, later.from_address]
  return [
    ...(txids[0] != null && txids[0] !== txids[1]
      ? [`${name}: its transaction was ${txids[0]} and is ${show(txids[1] ?? null)} now`]
      : []),
    ...(wallets[0] !== '' && wallets[0] !== wallets[1]
      ? [`${name}: from_address was ${show(wallets[0])} and is ${show(wallets[1])} now`]
      : []),
  ]
}

/** What an aloha target notes for itself in the metadata is at Pi and not in its own responses. */
function isSame(one: unknown, other: unknown): boolean {
  const plain = (value: unknown) =>
    JSON.stringify(value, (key, each: unknown) =>
      key === RESERVED_METADATA_KEY ? undefined : each,
    )
  return plain(one) === plain(other)
}

/** What both sights of a payment say together: for responses that came at the same time. */
export function joined(one: Payment, other: Payment): Payment {
  const status = { ...one.status }
  for (const flag of LASTING) status[flag] = one.status[flag] || other.status[flag]
  return {
    ...one,
    status,
    transaction: one.transaction ?? other.transaction,
    from_address: one.from_address || other.from_address,
  }
}
