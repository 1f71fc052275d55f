export {
  payoutRowSchema,
  u2aRowSchema,
  type PayoutRow,
  type U2aRow,
} from '../aloha/envelope-schemas.ts'
export type { AlohaErrorCode } from '../aloha/errors.ts'
export {
  createPayoutRequestSchema,
  idempotencyKeySchema,
  type CreatePayoutRequest,
} from '../aloha/payout-request-schema.ts'
export type { Settings, SettingsPatch, Spelling } from '../control/settings-schema.ts'
export { describeIssue, type InputIssue } from '../describe-issue.ts'
export type { RewardedAdStatus } from '../platform/ads-schema.ts'
export type { PlatformErrorCode, VerificationError } from '../platform/errors.ts'
export { isCancelled } from '../platform/is-cancelled.ts'
export { REQUEST_ID_HEADER } from '../platform/headers.ts'
export { canonicalUid, uidSchema, type Network } from '../platform/identifier-schemas.ts'
export {
  notifyRequestSchema,
  type Notification,
  type NotifyResponse,
} from '../platform/notifications-schema.ts'
export { paymentSchema, type Payment } from '../platform/payment-schema.ts'
export {
  completePaymentRequestSchema,
  createPaymentRequestSchema,
  type CreatePaymentRequest,
} from '../platform/payment-requests-schema.ts'
export type { Scope, User } from '../platform/user-schema.ts'
export { readRetryAfter } from '../retry-after.ts'
export { alohaRoutes } from './aloha-routes.ts'
export { platformRoutes } from './platform-routes.ts'
export type { WireData, WireInput, WireRoute } from './wire-route.ts'
