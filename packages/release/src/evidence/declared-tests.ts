import type { ErrorTable, OperationTable } from './driver-rows.ts'

/** A test that names what it drives. Generation fails where a file does not hold the text that is declared for it. */
export type DeclaredTest = {
  kind: 'clients' | 'properties' | 'tests'
  /** Of an official client, its name; of others the file is. */
  client?: string
  file: string
  /** A helper of the file, where the text is instead. */
  helper?: string
  /** By API and operation: the text that reaches it. */
  operations?: Partial<Record<OperationTable, Readonly<Record<string, string>>>>
  /** By table: codes that are in the file as they are, or a code and the text that stands for it. */
  errors?: Partial<Record<ErrorTable, readonly (string | [string, string])[]>>
}

const mock = 'apps/mock-pi'
const proxy = 'apps/proxy'

/** Clients that someone else wrote, as they come from npm. */
const officialClients: DeclaredTest[] = [
  {
    kind: 'clients',
    client: 'pi-backend',
    file: `${mock}/test/redirect/pi-backend.process.test.ts`,
    operations: {
      platform: {
        'payments.create': 'createPayment',
        'payments.incomplete': 'getIncompleteServerPayments',
        'payments.get': 'getPayment',
        'payments.complete': 'completePayment',
        'payments.cancel': 'cancelPayment',
      },
      chain: { account: 'submitPayment', feeStats: 'submitPayment', submit: 'submitPayment' },
    },
    errors: {
      platform: [
        'ongoing_payment_found',
        'user_not_found',
        ['invalid_authorization', 'Invalid/missing API key'],
        'txid_mismatch',
        'cancelled_payment',
        'verification_failed',
        'payment_tx_present',
      ],
      verification: [
        'tx_memo_payment_identifier_mismatch',
        'payment_already_linked_with_a_tx',
        'tx_not_found',
      ],
    },
  },
  {
    kind: 'clients',
    client: '@stellar/stellar-sdk',
    file: `${mock}/test/horizon/horizon-client.test.ts`,
    operations: {
      chain: {
        root: 'server.root',
        feeStats: 'feeStats',
        account: 'loadAccount',
        submit: 'submitTransaction',
        transaction: 'transactions().transaction',
        accountPayments: 'payments().forAccount',
        accountOperations: 'operations().forAccount',
        operation: 'operations().operation',
        transactionOperations: 'operations().forTransaction',
        ledger: 'ledgers().ledger',
        ledgers: 'ledgers().order',
        ledgerTransactions: 'transactions().forLedger',
      },
    },
  },
  {
    kind: 'clients',
    client: '@stellar/stellar-sdk',
    file: `${mock}/test/horizon/paging.test.ts`,
    operations: {
      chain: {
        accountTransactions: 'transactions().forAccount',
        ledgerOperations: 'operations().forLedger',
      },
    },
  },
  {
    kind: 'clients',
    client: '@stellar/stellar-sdk',
    file: `${mock}/test/horizon/wire.test.ts`,
    operations: { chain: { transactionPayments: 'payments().forTransaction' } },
  },
]

const properties: DeclaredTest[] = [
  {
    kind: 'properties',
    file: `${mock}/test/properties/over-http.repeated.test.ts`,
    helper: `${mock}/test/properties/http-mock.ts`,
    operations: {
      platform: {
        'payments.create': 'payments.create',
        'payments.incomplete': 'payments.incomplete',
        'payments.get': 'payments.get',
        'payments.approve': 'payments.approve',
        'payments.complete': 'payments.complete',
        'payments.cancel': 'payments.cancel',
      },
    },
  },
  {
    kind: 'properties',
    file: `${mock}/test/properties/over-http.repeated.test.ts`,
    helper: `${mock}/test/properties/perform-command.ts`,
    operations: {
      platform: {
        'sdk.createUserPayment': 'sdk.createUserPayment',
        'sdk.incompletePayment': 'sdk.incompletePayment',
      },
    },
  },
]

const otherTests: DeclaredTest[] = [
  {
    kind: 'tests',
    file: `${mock}/test/horizon/paging.test.ts`,
    operations: {
      chain: { transactions: '/transactions', operations: '/operations', payments: '/payments' },
    },
    errors: { chain: ['before_history'] },
  },
  {
    kind: 'tests',
    file: `${mock}/test/horizon/malformed-bodies.repeated.test.ts`,
    errors: {
      chain: [
        'transaction_malformed',
        'payload_too_large',
        'unsupported_media_type',
        'bad_request',
      ],
    },
  },
  {
    kind: 'tests',
    file: `${mock}/test/horizon/submit-failures.test.ts`,
    errors: { chain: ['transaction_failed'] },
  },
  {
    kind: 'tests',
    file: `${mock}/test/horizon/negotiation.test.ts`,
    errors: { chain: ['not_acceptable'] },
  },
  {
    kind: 'tests',
    file: `${mock}/test/horizon/streams.test.ts`,
    errors: { chain: ['rate_limit_exceeded'] },
  },
  {
    kind: 'tests',
    file: `${mock}/test/horizon/timeout.test.ts`,
    errors: { chain: ['timeout'] },
  },
  {
    kind: 'tests',
    file: `${mock}/test/bad-input.test.ts`,
    errors: {
      platform: [
        'invalid_arguments',
        'invalid_amount',
        'invalid_request',
        'method_not_allowed',
        'missing_txid',
        'not_found',
        'request_too_large',
        'unsupported_media_type',
      ],
      chain: ['method_not_allowed'],
    },
  },
  {
    kind: 'tests',
    file: `${mock}/test/security.test.ts`,
    errors: { platform: ['host_not_allowed'], chain: [['forbidden', 'Forbidden']] },
  },
  {
    kind: 'tests',
    file: `${mock}/test/broken-response.test.ts`,
    errors: { platform: ['unknown_error'] },
  },
  {
    kind: 'tests',
    file: `${mock}/src/platform/ads-routes.test.ts`,
    errors: { platform: ['ad_not_found'] },
  },
  {
    kind: 'tests',
    file: `${mock}/src/platform/notifications-routes.test.ts`,
    errors: { notification: [['invalid_notification', '422']] },
  },
  {
    kind: 'tests',
    file: `${mock}/src/payments/app-payments.test.ts`,
    errors: { platform: ['feature_not_available', 'missing_wallet', 'too_many_payments'] },
  },
  {
    kind: 'tests',
    file: `${mock}/src/platform/sdk-routes.test.ts`,
    errors: { platform: ['invalid_input'] },
  },
  {
    kind: 'tests',
    file: `${mock}/src/platform/payment-routes.test.ts`,
    errors: { platform: ['not_verified', 'txid_mismatch'] },
  },
  {
    kind: 'tests',
    file: `${mock}/src/payments/verify-transaction.test.ts`,
    errors: {
      verification: [
        'tx_amount_mismatch',
        'tx_destination_mismatch',
        'tx_failed',
        'tx_operation_mismatch',
        'tx_source_mismatch',
      ],
    },
  },
  {
    kind: 'tests',
    file: `${proxy}/test/http-requests.test.ts`,
    errors: { aloha: ['method_not_allowed', 'route_not_found'] },
  },
  {
    kind: 'tests',
    file: `${proxy}/test/http-host.test.ts`,
    errors: { aloha: ['host_not_allowed'] },
  },
  {
    kind: 'tests',
    file: `${proxy}/test/upstream-faults.test.ts`,
    errors: { aloha: ['unavailable', 'upstream_auth', 'upstream_error', 'upstream_timeout'] },
  },
  {
    kind: 'tests',
    file: `${proxy}/test/u2a-actions.test.ts`,
    errors: { aloha: ['upstream_refused', 'verification_failed'] },
  },
  {
    kind: 'tests',
    file: `${proxy}/test/error-responses.test.ts`,
    errors: { aloha: ['internal_error'] },
  },
  { kind: 'tests', file: `${proxy}/test/rate-limits.test.ts`, errors: { aloha: ['rate_limited'] } },
  {
    kind: 'tests',
    file: `${proxy}/test/payouts/payout-limits.test.ts`,
    errors: { aloha: ['insufficient_balance', 'payout_limit'] },
  },
  {
    kind: 'tests',
    file: `${proxy}/test/payouts/payout-start.test.ts`,
    errors: { aloha: ['payouts_off'] },
  },
  {
    kind: 'tests',
    file: `${proxy}/test/payouts/payout-clients.test.ts`,
    errors: { aloha: ['insufficient_scope'] },
  },
  {
    kind: 'tests',
    file: `${proxy}/src/a2u/payout-refusals.test.ts`,
    errors: { aloha: ['cancelled', ['payout_failed', 'op_no_destination']] },
  },
]

/** Tests outside of the conformance kit and the recorded exchanges, by what they drive. */
export const declaredTests: readonly DeclaredTest[] = [
  ...officialClients,
  ...properties,
  ...otherTests,
]
