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
export type { AppPatch, ControlApp, NewApp } from '../control/app-schemas.ts'
export type { ControlErrorCode } from '../control/errors.ts'
export type { Explanation, Refusals } from '../control/explanation-schemas.ts'
export type { FaultEffect } from '../control/fault-effects.ts'
export type { ControlFault, ControlFaults, NewFault } from '../control/fault-schemas.ts'
export type { MockEvent, MockEventKind } from '../control/event-schemas.ts'
export type {
  ClearedJournal,
  Journal,
  JournalApi,
  JournalEntry,
  JournalQuery,
  JournalWait,
  JournalWaitQuery,
  Replay,
} from '../control/journal-schemas.ts'
export type {
  CloseLedger,
  ControlLedger,
  FundAccount,
  FundedAccount,
  IssueAsset,
  IssuedAsset,
} from '../control/ledger-schemas.ts'
export type { PresetName } from '../control/preset-names.ts'
export type {
  AppliedPreset,
  Preset,
  PresetOrder,
  Presets,
  StartPreset,
} from '../control/preset-schemas.ts'
export type {
  AsUserPayment,
  ControlAd,
  ControlClock,
  ControlPayment,
  ControlPayments,
  ControlUser,
  ControlWorld,
  NewAd,
  NewUser,
  SdkReports,
  SignedIn,
  SignIn,
} from '../control/schemas.ts'
export type { Settings, SettingsPatch, Spelling } from '../control/settings-schema.ts'
export type { AddedSeedData, SeedData } from '../control/seed-data-schemas.ts'
export type { Snapshot } from '../control/snapshot-schemas.ts'
export type { ForkWorld, NamedWorld, NamedWorlds, NewWorld } from '../control/world-schemas.ts'
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
