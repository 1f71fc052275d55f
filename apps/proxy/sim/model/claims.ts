import { RESERVED_METADATA_KEY } from '@aloha-pi/contracts/aloha'
import type { Payment } from '@aloha-pi/contracts/platform'
import type { Payout } from '../../src/payouts/model/payout.ts'

/** Memo of what users make up. */
export const FORGED = 'forged'

/**
 * The request that a payment at Pi was made for, as its metadata says: the checker's own reading, whatever the payment's
 * other fields are. A request without a key that is made again is another one. Undefined for payments of other programs.
 */
export function requestOf({
  metadata,
  memo,
}: Pick<Payment, 'metadata' | 'memo'>): string | undefined {
  if (memo === FORGED) return undefined
  const claim = metadata?.[RESERVED_METADATA_KEY]
  if (typeof claim !== 'object' || claim == null || !('r' in claim)) return undefined
  const known = requests.get(claim)
  if (known != null) return known
  const request = `${String(claim.r)}:${'d' in claim ? String(claim.d) : ''}`
  requests.set(claim, request)
  return request
}

/** What claims say, written once: the checker reads them at every ledger. */
const requests = new WeakMap<object, string>()

/** The same of a payout, whatever client and id it has. */
export function requestOfPayout({
  requestHash,
  idempotencyKey,
}: Pick<Payout, 'requestHash' | 'idempotencyKey'>): string {
  if (idempotencyKey?.startsWith('d:') !== true) return `${requestHash}:`
  const derived = /^d:[0-9a-f]{64}:(\d+)$/.exec(idempotencyKey)?.[1]
  return `${requestHash}:${derived ?? ''}`
}
