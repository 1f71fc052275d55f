import type { AlohaErrorCode } from './errors.ts'

/** What an API key may do. */
export const alohaScopes = ['u2a', 'a2u:create', 'a2u:cancel', 'read'] as const
export type AlohaScope = (typeof alohaScopes)[number]

/** Contract metadata of an aloha-pi operation. `optional`: no Authorization is served, a wrong one is 401. */
export type AlohaOperation = {
  credential: 'api-key' | 'optional'
  scope: AlohaScope
  action: 'approve' | 'complete' | 'abort' | 'details' | 'create' | 'cancel' | 'incomplete'
  direction: 'u2a' | 'a2u'
  errors: readonly AlohaErrorCode[]
  /** The body may be a form in Rails' nesting, where Pi takes one. */
  takesForms?: true
}

/** Keeps the metadata type the same for every route. */
export function alohaOperation(operation: AlohaOperation): AlohaOperation {
  return operation
}

/** Codes of every operation. */
export const commonAlohaErrors = [
  'invalid_request',
  'malformed_body',
  'unauthorized',
  'insufficient_scope',
  'host_not_allowed',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'internal_error',
  'upstream_refused',
  'upstream_auth',
  'upstream_error',
  'unavailable',
  'upstream_timeout',
] as const satisfies readonly AlohaErrorCode[]
