import type { PlatformErrorCode } from '../platform/errors.ts'
import type { AlohaErrorCode } from './errors.ts'

/**
 * What the proxy returns when Pi responds with this code. Total: a new Pi code breaks the build here.
 * `ongoing_payment_found` never leaves the proxy. Codes that only a wrong request of the proxy can cause are upstream errors.
 */
export const piErrorToAlohaError = {
  invalid_authorization: 'upstream_auth',
  missing_scope: 'missing_scope',
  payment_not_found: 'payment_not_found',
  user_not_found: 'user_not_found',
  ad_not_found: 'upstream_refused',
  not_found: 'upstream_error',
  method_not_allowed: 'upstream_error',
  request_too_large: 'upstream_refused',
  unsupported_media_type: 'upstream_error',
  invalid_request: 'invalid_request',
  host_not_allowed: 'upstream_error',
  invalid_arguments: 'invalid_request',
  invalid_amount: 'invalid_request',
  invalid_metadata: 'invalid_request',
  invalid_address: 'upstream_refused',
  altered_amount: 'upstream_refused',
  missing_wallet: 'upstream_refused',
  feature_not_available: 'upstream_refused',
  ongoing_payment_found: 'upstream_error',
  too_many_payments: 'upstream_refused',
  too_many_cancelled_payments: 'upstream_refused',
  pending_payment: 'upstream_refused',
  not_approved_payment: 'upstream_refused',
  already_approved: 'already_approved',
  already_completed: 'already_completed',
  cancelled_payment: 'cancelled_payment',
  payment_tx_present: 'payment_tx_present',
  forbidden: 'upstream_refused',
  missing_txid: 'invalid_request',
  missing_param: 'invalid_request',
  txid_mismatch: 'txid_mismatch',
  not_verified: 'not_verified',
  verification_failed: 'verification_failed',
  horizon_failure: 'upstream_refused',
  invalid_input: 'invalid_request',
  pending_check_failed: 'upstream_refused',
  stale_payment: 'upstream_refused',
  unknown_error: 'upstream_error',
} as const satisfies Record<PlatformErrorCode, AlohaErrorCode>

/** The aloha error for a 4xx of Pi: by its code, `upstream_refused` for a code no one knows, `upstream_error` without one. */
export function alohaErrorForPi(code: string | undefined): AlohaErrorCode {
  if (code == null || code === '') return 'upstream_error'
  return isKnown(code) ? piErrorToAlohaError[code] : 'upstream_refused'
}

function isKnown(code: string): code is PlatformErrorCode {
  return Object.hasOwn(piErrorToAlohaError, code)
}
