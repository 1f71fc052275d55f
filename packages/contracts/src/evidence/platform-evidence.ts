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
  'That forms are taken, in the nesting of Rails, and members in the query, is inferred: Pi runs on Rails (captured headers of 2021), which reads all of them alike; so is that a body without a content type is a form. That JSON without one is taken is assumed.'
const TEXT_NUMBERS = 'That the text of an amount in a form is read as a number is inferred too.'

export const platformOperationEvidence: Record<OperationName<typeof platformContract>, Evidence> = {
  'me.get': {
    level: 'captured',
    source: `${sources.liveMeasurements}; ${sources.platformDocs}`,
    note: 'The empty body of the 401 is captured too. Sources contradict each other on `wallet_address`: the documents list it, the captured answer lacks it.',
  },
  'sdk.createUserPayment': {
    level: 'inferred',
    source: sources.browserSdk,
    assumed: ['status'],
    note: `Client code shows that any 2xx is a success; 200 is assumed. The SDK passes on the amount as it is given: that text in JSON is refused is assumed, so that code which runs here runs at Pi. ${FORMS} ${TEXT_NUMBERS}`,
  },
  'sdk.incompletePayment': { level: 'inferred', source: sources.browserSdk },
  'payments.create': {
    level: 'captured',
    source: `${sources.liveMeasurements}; pi-apps/pi-platform-docs, payments_advanced.md`,
    note: `Status 200 also from pi-apps/pi-ruby, which fails on any other. Whether one open payment blocks an app, a user or none is unresolved. That a uid of any form is looked up is captured for an empty one. That its letter case does not matter is assumed. ${FORMS} ${TEXT_NUMBERS}`,
  },
  'payments.incomplete': {
    level: 'captured',
    source: `${sources.rubyIssue4}; ${sources.platformDocs}`,
    note: 'The sample is of 2023; its payments lack fields of today.',
  },
  'payments.get': {
    level: 'captured',
    source: `${sources.liveMeasurements}; ${sources.platformDocs}; ${sources.serverLog}`,
    note: 'Captured in 2024: `from_address` is empty until the user pays, and a whole amount is written with its fraction, `1.0`. That a small one is written `1.0e-07`, as Ruby does, is inferred.',
  },
  'payments.approve': {
    level: 'captured',
    source: `${sources.liveMeasurements}; ${sources.platformDocs}; ${sources.serverLog}`,
    note: 'That the body is ignored is inferred: official clients send nothing, null, {} and other things.',
  },
  'payments.complete': {
    level: 'captured',
    source: `${sources.liveMeasurements}; pi-apps/pi-platform-docs, payments.md; ${sources.serverLog}`,
    note: `That a failing call can link the transaction is captured in ${sources.rubyIssue4}. A form with the txid is captured six times in ${sources.serverLog}, and several public backends send one. That the txid may stand in the query, and that a body without a content type is a form, is inferred: Pi runs on Rails. That JSON without one is taken is assumed.`,
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
  note: 'That the answer carries the payment is assumed.',
} as const

export const platformErrorEvidence: Record<PlatformErrorCode, Evidence> = {
  invalid_authorization: {
    level: 'captured',
    source: `rockcesar/LatinChainDevelopments issue 5; ${sources.serverLog}`,
    assumed: ['status'],
    note: 'Captured in 2023 for a missing key. Captured in 2024 for a wrong or a missing key, which of the two the log does not say: `{"error":"Invalid/missing API key"}`, without `error_message`. That a well-formed wrong key gets the second and everything else the first is inferred. For access tokens the body is assumed.',
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
    note: 'In 2021 a JSON content type with an empty body got an HTML 500 (pi-apps/pi-platform-docs issue 14). What is no HTTP, too slow or has headers that are too large is refused with this code too, and 400, 408 or 431; an `Expect` other than `100-continue` with 417.',
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
    note: 'When Pi answers it is not public. That a payment of a token (`tokenCanonical`, in the types of the official SDK) gets it is assumed: the mock has none, and Pi has them on the Testnet.',
  },
  ongoing_payment_found: {
    level: 'documented',
    source: `pi-apps/pi-nodejs README; pi-apps/pi-ruby README; pi-apps/pi-nodejs issue 26`,
    assumed: ['status'],
    note: 'The field `payment` is inferred from pi-apps/pi-nodejs and pi-apps/pi-python.',
  },
  too_many_payments: {
    ...namedByClient,
    note: 'When Pi answers it is not public. That it concerns open payments, and user-to-app ones too, is assumed.',
  },
  too_many_cancelled_payments: namedByClient,
  pending_payment: {
    ...namedByBrowserSdk,
    ...paymentAssumed,
    note: 'The text is captured in the wallet (pi-apps/pi-platform-docs issues 52, 336, 544), not in an answer. That the answer carries the payment is assumed.',
  },
  not_approved_payment: { ...namedByBrowserSdk, ...paymentAssumed },
  already_approved: {
    ...namedByClient,
    source: 'error handler of a third-party app',
    ...paymentAssumed,
    note: 'Weak: that handler tests for 400 and 422. That the answer carries the payment is assumed.',
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
    note: 'Captured in 2024 for an approval by a valid key, presumably of another app. Reports of 2026 say that such a payment is not found; so says the mock, unless its setting `foreign_payment` is `forbidden`. For other actions than approve the text is inferred.',
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
    note: 'The captured answer of 2023 has no message.',
  },
  horizon_failure: namedByBrowserSdk,
  invalid_input: {
    ...namedByBrowserSdk,
    note: 'The first sentence is captured in the wallet (pi-apps/pi-platform-docs issue 14), not in an answer.',
  },
  pending_check_failed: namedByBrowserSdk,
  stale_payment: namedByBrowserSdk,
  unknown_error: {
    ...namedByClient,
    note: 'A crash of the real server answers an HTML page with status 500 (pi-apps/pi-platform-docs issues 27, 29, 36, 71, 91, 135).',
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
