export { isCancelled } from './is-cancelled.ts'
export { lenientPiAmountSchema, piAmountSchema } from './amount-schemas.ts'
export { rewardedAdStatusSchema, type RewardedAdStatus } from './ads-schema.ts'
export {
  WRONG_KEY_ERROR,
  notificationErrors,
  platformErrors,
  platformErrorSchema,
  verificationErrors,
  type NotificationErrorCode,
  type PlatformErrorBody,
  type PlatformErrorCode,
  type PlatformErrorRow,
  type VerificationError,
} from './errors.ts'
export { REQUEST_ID_HEADER } from './headers.ts'
export {
  canonicalUid,
  networkSchema,
  paymentIdSchema,
  txidSchema,
  uidSchema,
  walletAddressSchema,
  type Network,
} from './identifier-schemas.ts'
export {
  MAX_NOTIFICATIONS_PER_REQUEST,
  MAX_NOTIFICATIONS_PER_USER_AND_DAY,
  notificationSchema,
  notifyRequestSchema,
  notifyResponseSchema,
  type Notification,
  type NotifyResponse,
} from './notifications-schema.ts'
export {
  commonPlatformErrors,
  type PlatformCredential,
  type PlatformOperation,
} from './operation.ts'
export {
  legacyPaymentSchema,
  metadataSchema,
  newMetadataSchema,
  paymentSchema,
  paymentStatusSchema,
  type Payment,
} from './payment-schema.ts'
export {
  completePaymentRequestSchema,
  createPaymentRequestSchema,
  incompleteServerPaymentsSchema,
  type CreatePaymentRequest,
} from './payment-requests-schema.ts'
export { createUserPaymentRequestSchema, incompletePaymentSchema } from './sdk-contract.ts'
export { MAX_PI, STROOPS_PER_PI, formatStroops, parsePiAmount, stroopsToPi } from './pi-amount.ts'
export { platformContract } from './platform-contract.ts'
export { scopeSchema, userSchema, type Scope, type User } from './user-schema.ts'
