import type { AlohaErrorCode, PlatformErrorCode } from '@aloha-pi/contracts/wire'
import { isAlohaApiError } from '../errors/aloha-api-error.ts'
import { ApiError } from '../errors/api-error.ts'

/** Refusals after which no copy of the same request can be carried out any more. */
const FINAL: ReadonlySet<unknown> = new Set<AlohaErrorCode | PlatformErrorCode>([
  'already_completed',
  'already_paid',
  'cancelled',
  'cancelled_payment',
  'idempotency_key_reuse',
  'invalid_request',
  'payment_tx_present',
  'txid_mismatch',
])

/**
 * Whether a refusal decides also about an earlier request whose response was lost. One that may change
 * (`not_verified`), or that concerns the key or the traffic, does not.
 */
export function isVerdict(error: unknown): error is ApiError {
  if (isAlohaApiError(error) && isOver(error.payout?.status)) return true
  return error instanceof ApiError && !error.outcomeUnknown && FINAL.has(error.code)
}

function isOver(status: string | undefined): boolean {
  return status === 'failed' || status === 'cancelled'
}
