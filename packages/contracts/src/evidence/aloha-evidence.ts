import type { alohaContract } from '../aloha/aloha-contract.ts'
import type { AlohaErrorCode } from '../aloha/errors.ts'
import type { Evidence, OperationName } from './evidence.ts'
import { sources } from './sources.ts'

const documented: Evidence = {
  level: 'documented',
  source: sources.alohaPage,
  assumed: ['status', 'body'],
  note: 'The page shows path, method and envelope, but no statuses and no content of `sbResData`.',
}

export const alohaOperationEvidence: Record<OperationName<typeof alohaContract>, Evidence> = {
  'u2a.approve': documented,
  'u2a.complete': documented,
  'u2a.abort': {
    ...documented,
    note: 'The page says "handle user abort of payment"; that it cancels at Pi is assumed.',
  },
  'u2a.details': {
    ...documented,
    note: 'The page says that details need no key, but its example sends one.',
  },
  'a2u.create': {
    ...documented,
    note: 'That it also submits and completes is inferred: the page has no other action for that. `Idempotency-Key` and 202 are additions.',
  },
  'a2u.cancel': documented,
  'a2u.incomplete': documented,
  'a2u.details': {
    ...documented,
    note: 'The page says that details need no key, but its example sends one.',
  },
}

/** The page has an error envelope and neither codes nor statuses. */
const own: Evidence = {
  level: 'assumed',
  source: `${sources.alohaPage}: it shows the envelope of errors, but no codes and no statuses`,
  assumed: ['status', 'message', 'body'],
}
/** Pi's own code, passed on. */
const ofPi: Evidence = {
  ...own,
  note: "Pi's code of the same name; what Pi sends is under its own evidence.",
}

export const alohaErrorEvidence: Record<AlohaErrorCode, Evidence> = {
  invalid_request: { ...own, note: 'Also 417: an `Expect` other than `100-continue`.' },
  malformed_body: own,
  unauthorized: {
    ...own,
    level: 'inferred',
    note: 'The page requires a Bearer key on all requests but details.',
  },
  insufficient_scope: own,
  host_not_allowed: { ...own, note: 'A guard against foreign web pages; only in front of a mock.' },
  route_not_found: own,
  payment_not_found: ofPi,
  wrong_direction: own,
  user_not_found: ofPi,
  method_not_allowed: own,
  payload_too_large: own,
  unsupported_media_type: own,
  already_approved: ofPi,
  already_completed: ofPi,
  cancelled_payment: ofPi,
  payment_tx_present: ofPi,
  txid_mismatch: ofPi,
  verification_failed: ofPi,
  not_verified: ofPi,
  cancelled: own,
  already_paid: own,
  too_many_waiting: own,
  missing_scope: ofPi,
  upstream_refused: own,
  idempotency_key_reuse: own,
  insufficient_balance: own,
  payout_failed: own,
  rate_limited: own,
  payout_limit: own,
  internal_error: own,
  upstream_auth: own,
  upstream_error: own,
  payouts_off: own,
  unavailable: own,
  upstream_timeout: own,
}
