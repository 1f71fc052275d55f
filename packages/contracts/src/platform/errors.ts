import * as z from 'zod'
import { paymentSchema } from './payment-schema.ts'

/** Error body of the Platform API. Unknown codes and fields pass: Pi documents few of them. */
export const platformErrorSchema = z
  .looseObject({
    error: z.string().describe('Error code.'),
    error_message: z.string().optional().describe('What happened, for humans.'),
    payment: paymentSchema.optional().describe('The payment that blocks this one.'),
    verification_error: z.string().optional().describe('Why the transaction was not accepted.'),
  })
  .meta({ id: 'PlatformError' })
export type PlatformErrorBody = z.infer<typeof platformErrorSchema>

/** One row per error code: HTTP status, default message (`{name}` is filled in), fields beside `error` and `error_message`. */
export type PlatformErrorRow = {
  status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 500
  message: string
  extra?: readonly ('payment' | 'verification_error')[]
}

export const platformErrors = {
  invalid_authorization: {
    status: 401,
    message: 'This endpoint requires a Server API Key authorization.',
  },
  missing_scope: {
    status: 401,
    message: `User hasn't authorized "{scope}" scope for you to access the public key.`,
  },
  payment_not_found: { status: 404, message: 'Payment {id} was not found.' },
  user_not_found: {
    status: 404,
    message: 'User with uid {uid} was not found. Please check the uid again.',
  },
  ad_not_found: { status: 404, message: 'Ad {id} was not found.' },
  not_found: { status: 404, message: 'Pi has no endpoint {method} {path}.' },
  method_not_allowed: { status: 405, message: '{path} accepts {allow}, not {method}.' },
  request_too_large: { status: 413, message: 'The body is larger than {limit} bytes.' },
  unsupported_media_type: { status: 415, message: 'The body cannot be read: {reason}.' },
  invalid_request: { status: 400, message: '{reason}' },
  host_not_allowed: {
    status: 403,
    message:
      'The mock does not serve the host {host}. To allow it, start the mock with --host-name and this name.',
  },
  invalid_arguments: { status: 400, message: '{field} {rule}.' },
  invalid_amount: { status: 400, message: '{field} {rule}.' },
  invalid_metadata: { status: 400, message: "Metadata can't be empty." },
  invalid_address: { status: 400, message: 'The wallet address of the user is not valid.' },
  altered_amount: { status: 400, message: 'The amount was altered.' },
  missing_wallet: { status: 400, message: 'The {owner} has no wallet.' },
  feature_not_available: { status: 403, message: 'This feature is not available to the app.' },
  ongoing_payment_found: {
    status: 400,
    message: 'You need to complete the ongoing payment first to create a new one.',
    extra: ['payment'],
  },
  too_many_payments: { status: 400, message: 'Too many payments.' },
  too_many_cancelled_payments: { status: 400, message: 'Too many cancelled payments.' },
  pending_payment: {
    status: 400,
    message:
      "You already have a pending payment on this app, which needs an action from the developer. If you're sure that you haven't already made this payment, please try again later.",
    extra: ['payment'],
  },
  not_approved_payment: {
    status: 400,
    message: 'Payment {id} is not approved by the developer yet.',
    extra: ['payment'],
  },
  already_approved: {
    status: 400,
    message: 'Payment {id} is already approved.',
    extra: ['payment'],
  },
  already_completed: {
    status: 400,
    message: 'Payment {id} is already completed.',
    extra: ['payment'],
  },
  cancelled_payment: { status: 400, message: 'Payment {id} is cancelled.', extra: ['payment'] },
  payment_tx_present: {
    status: 400,
    message:
      'You cannot cancel this payment, because an associated blockchain transaction has been recorded.',
  },
  forbidden: {
    status: 403,
    message: 'You are not allowed to {action} this payment',
    extra: ['payment'],
  },
  missing_txid: { status: 400, message: 'txid is required.' },
  missing_param: { status: 400, message: '{field} is required.' },
  txid_mismatch: {
    status: 400,
    message: 'Payment {id} is already linked to another transaction.',
    extra: ['payment'],
  },
  not_verified: {
    status: 400,
    message: 'The transaction of payment {id} is not verified yet.',
    extra: ['payment'],
  },
  verification_failed: {
    status: 400,
    message: 'The transaction does not match the payment.',
    extra: ['verification_error'],
  },
  horizon_failure: { status: 400, message: 'The blockchain did not accept the transaction.' },
  invalid_input: {
    status: 400,
    message: 'Payment data is invalid. Please reach out to developer. {field} {rule}.',
  },
  pending_check_failed: { status: 400, message: 'Pending payments could not be checked.' },
  stale_payment: { status: 400, message: 'The payment is stale.' },
  unknown_error: { status: 500, message: 'Something went wrong.' },
} as const satisfies Record<string, PlatformErrorRow>
export type PlatformErrorCode = keyof typeof platformErrors

/** The 401 of a key that no app has: a sentence where others have a code, and no `error_message`. */
export const WRONG_KEY_ERROR = 'Invalid/missing API key'

/** Why a transaction was not accepted (`verification_error`). The first two are seen on the wire, the others assumed. */
export const verificationErrors = [
  'tx_memo_payment_identifier_mismatch',
  'payment_already_linked_with_a_tx',
  'tx_not_found',
  'tx_amount_mismatch',
  'tx_destination_mismatch',
  'tx_source_mismatch',
  'tx_operation_mismatch',
  'tx_failed',
] as const
export type VerificationError = (typeof verificationErrors)[number]

/** `/in_app_notifications/notify` responds with sentences; `{name}` is filled in. */
export const notificationErrors = {
  too_many_notifications: {
    status: 400,
    message: 'Maximum 256 notifications allowed per request',
  },
  quota_exceeded: { status: 403, message: 'Notification quota exceeded for users: {uids}' },
  invalid_notification: { status: 422, message: '{field} {rule}' },
  notification_failure: { status: 500, message: 'Something went wrong' },
} as const satisfies Record<string, { status: number; message: string }>
export type NotificationErrorCode = keyof typeof notificationErrors
