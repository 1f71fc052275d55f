import { controlErrors } from '../control/errors.ts'

/** Errors of the mock's wallet API: HTTP status and message (`{name}` is filled in). */
export const walletErrors = {
  invalid_request: controlErrors.invalid_request,
  origin_not_allowed: {
    status: 403,
    message:
      'A page of {origin} may not act as the user. Pages of this machine may, and those whose origin is registered for the app: mock-pi --app-origin, or PATCH /_mock/apps/APP_ID',
  },
  host_not_allowed: controlErrors.host_not_allowed,
  app_not_found: controlErrors.app_not_found,
  user_not_found: controlErrors.user_not_found,
  payment_not_found: controlErrors.payment_not_found,
  not_found: controlErrors.not_found,
  method_not_allowed: controlErrors.method_not_allowed,
  already_exists: controlErrors.already_exists,
  limit_reached: controlErrors.limit_reached,
  payment_refused: controlErrors.payment_refused,
  request_too_large: controlErrors.request_too_large,
  unsupported_media_type: { status: 415, message: 'Send the body as application/json' },
  too_many_waiting: controlErrors.too_many_waiting,
  internal_error: controlErrors.internal_error,
} as const satisfies Record<string, { status: number; message: string }>
export type WalletErrorCode = keyof typeof walletErrors

/** Codes of every operation. */
export const commonWalletErrors = [
  'invalid_request',
  'origin_not_allowed',
  'host_not_allowed',
  'request_too_large',
  'unsupported_media_type',
  'internal_error',
] as const satisfies readonly WalletErrorCode[]
