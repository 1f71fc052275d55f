import type { NotificationErrorCode, PlatformErrorCode } from './errors.ts'

/** Who may call an operation: the app's server (`Key …`), a signed-in user (`Bearer …`), anybody. */
export type PlatformCredential = 'server-key' | 'access-token' | 'none'

/** Contract metadata of a Platform API operation: auth is enforced from it, and OpenAPI is generated from it. */
export type PlatformOperation = {
  credential: PlatformCredential
  /** Codes that this operation responds with, beside those that every operation has. */
  errors: readonly PlatformErrorCode[]
  notificationErrors?: readonly NotificationErrorCode[]
  /** Not in Pi's documents: known from client code only. */
  undocumented?: true
  /** The body may be a form in Rails' nesting, and its members may be in the query. */
  takesForms?: true
  tag: 'users' | 'payments' | 'ads' | 'notifications' | 'browser SDK'
}

/** Keeps `credential` a union: an inline literal would narrow the metadata type per route. */
export function platformOperation(operation: PlatformOperation): PlatformOperation {
  return operation
}

/** Codes of every operation: the request never reached a payment or user. */
export const commonPlatformErrors = [
  'invalid_request',
  'invalid_arguments',
  'host_not_allowed',
  'not_found',
  'request_too_large',
  'unsupported_media_type',
  'unknown_error',
] as const satisfies readonly PlatformErrorCode[]
