import type {
  NotificationErrorCode,
  PlatformErrorCode,
  VerificationError,
} from '../platform/errors.ts'
import type { platformContract } from '../platform/platform-contract.ts'
import type { Evidence, OperationName } from './evidence.ts'
import { sources } from './sources.ts'

/** What a body may be besides JSON. */
const FORMS =
  'Inferred: forms with the nesting of Rails, and members in the query, are accepted, and a body without a content type is a form. Pi runs on Rails (captured headers of 2021), which does this. Assumed: JSON without a content type is accepted.'
const TEXT_NUMBERS = 'Inferred: the text of an amount in a form is read as a number.'

export const platformOperationEvidence: Record<OperationName<typeof platformContract>, Evidence> = {
  'me.get': {
    level: 'captured',
    source: `${sources.liveMeasurements}; ${sources.platformDocs}`,
    note: 'The empty body of the 401 is captured too. Sources contradict each other on `wallet_address`: the documents list it, the captured response does not have it.',
  },
  'sdk.createUserPayment': {
    level: 'inferred',
    source: sources.browserSdk,
    assumed: ['status'],
    note: `Client code shows that any 2xx is a success; 200 is assumed. The SDK sends the amount as the caller gave it. Assumed: text in JSON is refused, so that code which works here works at Pi. ${FORMS} ${TEXT_NUMBERS}`,
  },
  'sdk.incompletePayment': { level: 'inferred', source: sources.browserSdk },
  'payments.create': {
    level: 'captured',
    source: `${sources.liveMeasurements}; pi-apps/pi-platform-docs, payments_advanced.md`,
    note: `Status 200 also from pi-apps/pi-ruby, which fails on any other. It is unknown whether an open payment blocks the app, the user or nothing. Captured for an empty uid: a uid of any form is looked up. Assumed: the letter case of a uid does not matter. ${FORMS} ${TEXT_NUMBERS}`,
  },
  'payments.incomplete': {
    level: 'captured',
    source: `${sources.rubyIssue4}; ${sources.platformDocs}`,
    note: 'The sample is from 2023; its payments lack newer fields.',
  },
  'payments.get': {
    level: 'captured',
    source: `${sources.liveMeasurements}; ${sources.platformDocs}; ${sources.serverLog}`,
    note: 'Captured in 2024: `from_address` is empty until the user pays, and a whole amount is written with its fraction, `1.0`. Inferred: a small amount is written as Ruby does, `1.0e-07`.',
  },
  'payments.approve': {
    level: 'captured',
    source: `${sources.liveMeasurements}; ${sources.platformDocs}; ${sources.serverLog}`,
    note: 'Inferred: the body is ignored, because official clients send nothing, null, {} and other bodies.',
  },
  'payments.complete': {
    level: 'captured',
    source: `${sources.liveMeasurements}; pi-apps/pi-platform-docs, payments.md; ${sources.serverLog}`,
    note: `Captured in ${sources.rubyIssue4}: a failing call can link the transaction. Captured six times in ${sources.serverLog}: a form with the txid, which several public backends send. Inferred, because Pi runs on Rails: the txid may be in the query, and a body without a content type is a form. Assumed: JSON without a content type is accepted.`,
  },
  'payments.cancel': {
    level: 'captured',
    source: `${sources.liveMeasurements}; ${sources.platformDocs}`,
    note: 'Captured for app-to-user payments; for user-to-app payments reported in pi-apps/pi-platform-docs issue 544.',
  },
  'ads.status': { level: 'documented', source: sources.platformDocs },
  'notifications.notify': {
    level: 'documented',
    source: `${sources.newestPlatformDocs}; pi-apps/demo, notifications.ts`,
    note: FORMS,
  },
}

/** A code that the mock needs and no source shows. */
const invented: Evidence = {
  level: 'assumed',
  source: sources.none,
  assumed: ['status', 'message', 'body'],
}
/** A code that official client code names, and nothing else of it. */
const namedByClient: Evidence = {
  level: 'inferred',
  source: sources.nodejsErrors,
  assumed: ['status', 'message'],
}
const namedByBrowserSdk: Evidence = { ...namedByClient, source: sources.browserSdkErrors }
const paymentAssumed = {
  assumed: ['status', 'message', 'body'],
  note: 'Assumed: the response has the payment.',
} as const

export const platformErrorEvidence: Record<PlatformErrorCode, Evidence> = {
  invalid_authorization: {
    level: 'captured',
    source: `rockcesar/LatinChainDevelopments issue 5; ${sources.serverLog}`,
    assumed: ['status'],
    note: 'Captured in 2023 for a missing key. Captured in 2024 for a wrong or a missing key (the log does not show which): `{"error":"Invalid/missing API key"}`, without `error_message`. Inferred: a well-formed wrong key gets the second body, everything else the first. Assumed: the body for access tokens.',
  },
  missing_scope: {
    level: 'captured',
    source: `pi-apps/pi-python issue 16; pi-apps/pi-php issue 18; pi-apps/pi-nodejs issue 7; ${sources.liveMeasurements}`,
    note: 'A 401 that is not about the key. Captured for `wallet_address` on create; for other scopes and operations assumed.',
  },
  payment_not_found: {
    level: 'captured',
    source: `${sources.fleetNote}; 404 from pi-apps/pi-ruby`,
    assumed: ['message'],
  },
  user_not_found: {
    level: 'captured',
    source: 'pi-apps/pi-sdk-integration-guide issues 1 and 2; pi-apps/pi-platform-docs issue 605',
  },
  ad_not_found: {
    level: 'assumed',
    source: 'pi-apps/pi-sdk-lite (takes 404 as final)',
    assumed: ['message', 'body'],
  },
  not_found: invented,
  method_not_allowed: invented,
  request_too_large: invented,
  unsupported_media_type: invented,
  invalid_request: {
    ...invented,
    note: 'In 2021 a JSON content type with an empty body got an HTML 500 (pi-apps/pi-platform-docs issue 14). Also the code for a request that is not valid HTTP (400), too slow (408) or has too large headers (431), and for an `Expect` other than `100-continue` (417).',
  },
  host_not_allowed: { ...invented, note: "The mock's own guard against foreign web pages." },
  invalid_arguments: namedByClient,
  invalid_amount: namedByClient,
  invalid_metadata: { level: 'captured', source: 'jleeblack/pion-mcp, docs/FINDINGS.md' },
  invalid_address: namedByClient,
  altered_amount: namedByClient,
  missing_wallet: {
    ...namedByClient,
    source: `${sources.nodejsErrors}; ${sources.browserSdkErrors}`,
  },
  feature_not_available: {
    ...namedByClient,
    note: 'When Pi returns it is not public. Assumed: a payment of a token (`tokenCanonical`, in the types of the official SDK) gets it, because the mock has no tokens; Pi has them on the Testnet.',
  },
  ongoing_payment_found: {
    level: 'documented',
    source: `pi-apps/pi-nodejs README; pi-apps/pi-ruby README; pi-apps/pi-nodejs issue 26`,
    assumed: ['status'],
    note: 'The field `payment` is inferred from pi-apps/pi-nodejs and pi-apps/pi-python.',
  },
  too_many_payments: {
    ...namedByClient,
    note: 'When Pi returns it is not public. Assumed: it counts open payments, including user-to-app ones.',
  },
  too_many_cancelled_payments: namedByClient,
  pending_payment: {
    ...namedByBrowserSdk,
    ...paymentAssumed,
    note: 'The text is captured in the wallet (pi-apps/pi-platform-docs issues 52, 336, 544), not in a response. Assumed: the response has the payment.',
  },
  not_approved_payment: { ...namedByBrowserSdk, ...paymentAssumed },
  already_approved: {
    ...namedByClient,
    source: 'error handler of a third-party app',
    ...paymentAssumed,
    note: 'Weak: that handler tests for 400 and 422. Assumed: the response has the payment.',
  },
  already_completed: {
    ...namedByClient,
    note: 'The field `payment` is inferred for cancel and assumed for complete.',
  },
  cancelled_payment: {
    ...namedByClient,
    note: 'The field `payment` is inferred for cancel and assumed for complete.',
  },
  payment_tx_present: { level: 'captured', source: sources.rubyIssue4, assumed: ['status'] },
  forbidden: {
    level: 'captured',
    source: sources.serverLog,
    assumed: ['status'],
    note: 'Captured in 2024 for an approval by a valid key, presumably of another app. By reports of 2026 such a payment is not found, so the mock returns 404 unless its setting `foreign_payment` is `forbidden`. Inferred: the text for other actions than approve.',
  },
  missing_txid: {
    ...namedByClient,
    note: 'In 2021 it was an HTML 500 (pi-apps/pi-platform-docs issue 14).',
  },
  missing_param: namedByClient,
  txid_mismatch: { ...namedByClient, ...paymentAssumed },
  not_verified: { ...namedByClient, ...paymentAssumed },
  verification_failed: {
    level: 'captured',
    source: `${sources.rubyIssue4}; 400 from pi-apps/pi-nodejs issue 25 and ${sources.liveMeasurements}`,
    assumed: ['message'],
    note: 'The captured response of 2023 has no message.',
  },
  horizon_failure: namedByBrowserSdk,
  invalid_input: {
    ...namedByBrowserSdk,
    note: 'The first sentence is captured in the wallet (pi-apps/pi-platform-docs issue 14), not in a response.',
  },
  pending_check_failed: namedByBrowserSdk,
  stale_payment: namedByBrowserSdk,
  unknown_error: {
    ...namedByClient,
    note: 'A crash of the real server returns an HTML page with status 500 (pi-apps/pi-platform-docs issues 27, 29, 36, 71, 91, 135).',
  },
}

export const notificationErrorEvidence: Record<NotificationErrorCode, Evidence> = {
  too_many_notifications: { level: 'documented', source: sources.newestPlatformDocs },
  quota_exceeded: { level: 'documented', source: sources.newestPlatformDocs },
  invalid_notification: {
    level: 'documented',
    source: sources.newestPlatformDocs,
    assumed: ['message'],
  },
  notification_failure: {
    level: 'documented',
    source: sources.newestPlatformDocs,
    assumed: ['message'],
  },
}

const inventedReason: Evidence = { level: 'assumed', source: sources.none, assumed: ['body'] }

export const verificationErrorEvidence: Record<VerificationError, Evidence> = {
  tx_memo_payment_identifier_mismatch: { level: 'captured', source: sources.rubyIssue4 },
  payment_already_linked_with_a_tx: { level: 'captured', source: sources.rubyIssue4 },
  tx_not_found: inventedReason,
  tx_amount_mismatch: inventedReason,
  tx_destination_mismatch: inventedReason,
  tx_source_mismatch: inventedReason,
  tx_operation_mismatch: inventedReason,
  tx_failed: inventedReason,
}
