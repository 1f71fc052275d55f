/** One row per error code of the aloha-pi API: HTTP status and default message (`{name}` is filled in). */
export type AlohaErrorRow = { status: number; message: string }

export const alohaErrors = {
  invalid_request: { status: 400, message: '{field} {rule}' },
  malformed_body: { status: 400, message: 'The body is not valid JSON: {reason}' },
  unauthorized: {
    status: 401,
    message: 'A valid API key is required: Authorization: Bearer API_KEY',
  },
  insufficient_scope: { status: 403, message: 'This API key lacks the scope {scope}' },
  host_not_allowed: {
    status: 403,
    message: 'In front of a mock this proxy accepts only requests for the hosts {hosts}',
  },
  route_not_found: { status: 404, message: 'There is no route {method} {path}' },
  payment_not_found: { status: 404, message: 'There is no payment {id}' },
  wrong_direction: { status: 404, message: 'Payment {id} is {direction}: see {path}' },
  user_not_found: { status: 404, message: 'Pi has no user {uid} for this app' },
  method_not_allowed: { status: 405, message: '{path} accepts {allow}, not {method}' },
  payload_too_large: { status: 413, message: 'The body is larger than {limit} bytes' },
  unsupported_media_type: { status: 415, message: 'The body must be application/json: {reason}' },
  already_approved: { status: 409, message: 'Payment {id} is already approved' },
  already_completed: { status: 409, message: 'Payment {id} is already completed' },
  cancelled_payment: { status: 409, message: 'Payment {id} is cancelled' },
  payment_tx_present: {
    status: 409,
    message:
      'Payment {id} has a blockchain transaction and cannot be cancelled: complete it with that transaction',
  },
  txid_mismatch: { status: 409, message: 'Payment {id} is already linked to another transaction' },
  verification_failed: {
    status: 409,
    message: 'Pi did not accept the transaction of payment {id}: {reason}',
  },
  not_verified: {
    status: 409,
    message: 'Pi has not verified the transaction of payment {id} yet: try again',
  },
  cancelled: { status: 409, message: 'Payout {id} was cancelled: no money moved' },
  already_paid: { status: 409, message: 'Payout {id} is already paid' },
  too_many_waiting: { status: 409, message: 'Too many calls are waiting for the same payout' },
  missing_scope: { status: 422, message: 'The user has not granted the scope wallet_address' },
  upstream_refused: { status: 422, message: 'Pi refused with {code}: {reason}' },
  idempotency_key_reuse: {
    status: 422,
    message: 'This Idempotency-Key was used with another body',
  },
  insufficient_balance: { status: 422, message: "The app's wallet cannot pay this amount" },
  payout_failed: { status: 422, message: 'The payout failed on the chain with {code}' },
  rate_limited: { status: 429, message: 'Too many requests: try again in {seconds} s' },
  payout_limit: { status: 429, message: 'The payout limit of {limit} is reached' },
  internal_error: { status: 500, message: 'Internal error' },
  upstream_auth: { status: 502, message: "Pi refused the proxy's own credentials" },
  upstream_error: { status: 502, message: 'Pi sent no usable response: {reason}' },
  payouts_off: { status: 503, message: 'New payouts are not accepted: {reason}' },
  unavailable: { status: 503, message: 'The service is not available: try again later' },
  upstream_timeout: { status: 504, message: 'Pi did not respond in time' },
} as const satisfies Record<string, AlohaErrorRow>
export type AlohaErrorCode = keyof typeof alohaErrors
