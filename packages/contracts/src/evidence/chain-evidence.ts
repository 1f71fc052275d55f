import type { chainContract } from '../chain/chain-contract.ts'
import type { ChainProblemCode } from '../chain/errors.ts'
import type { Evidence, OperationName } from './evidence.ts'
import { sources } from './sources.ts'

/** Horizon's own code, which Pi runs; no response of Pi's has been published. */
const ofHorizon: Evidence = {
  level: 'inferred',
  source: sources.horizon,
  note: 'No response of Pi has been published.',
}
const calledBy = (sdks: string): Evidence => ({
  level: 'inferred',
  source: `${sdks}; ${sources.horizon}`,
  note: 'The fields are those of Horizon; no complete response of Pi has been published.',
})

export const chainOperationEvidence: Record<OperationName<typeof chainContract>, Evidence> = {
  root: {
    level: 'captured',
    source: `${sources.liveMeasurements}; versions of December 2025 from i-network-protocol-tracker, of May 2026 from ${sources.nodeSoftware}`,
    note: `Passphrase and versions of December 2025 are captured. Those of May 2026 are inferred: node software of Pi with Horizon 23.0.0 and stellar-core 23.0.1, and reports that both networks reached protocol 23; later ones are on their way (a deadline for protocol 24 in June 2026, images with 28.0.1), and no source says what the networks report since. The other fields are those of ${sources.horizon}.`,
  },
  feeStats: {
    level: 'captured',
    source: sources.liveMeasurements,
    note: `The fees are captured (100,000 stroops, 90th percentile once 169,046); the fields are those of ${sources.horizon}.`,
  },
  account: {
    ...calledBy('pi-apps: pi-nodejs, pi-ruby, pi-python, pi-php, pi-go, pi-csharp'),
    note: 'The fields are those of Horizon. Accounts at Pi may hold `liquidity_pool_shares` too, which the mock does not have.',
  },
  accountTransactions: {
    ...calledBy('pi-apps/pi-ruby (the link in the root document)'),
    note: 'The record is captured in the response for one transaction.',
  },
  accountOperations: ofHorizon,
  accountPayments: {
    ...ofHorizon,
    source: `${sources.liveMeasurements}; ${sources.horizon}`,
    note: 'Seen at Pi with `invoke_host_function` among the records, which the mock does not have.',
  },
  ledgers: calledBy('pi-apps/pi-python'),
  ledger: {
    ...ofHorizon,
    note: `${ofHorizon.note} \`protocol_version\` is that of the root document.`,
  },
  ledgerTransactions: ofHorizon,
  ledgerOperations: ofHorizon,
  ledgerPayments: ofHorizon,
  transactions: ofHorizon,
  submit: {
    ...calledBy('pi-apps: pi-nodejs, pi-ruby, pi-python, pi-php, pi-go, pi-csharp'),
    note: 'The record is captured in the response for one transaction.',
  },
  transaction: {
    level: 'captured',
    source: 'pi-apps/demo issue 279; pull request 152 of pi-explorer (the memo)',
    note: `The media type is that of ${sources.horizon}.`,
  },
  transactionOperations: ofHorizon,
  transactionPayments: ofHorizon,
  offers: ofHorizon,
  trades: ofHorizon,
  claimableBalances: ofHorizon,
  claimableBalance: ofHorizon,
  claimableBalanceTransactions: ofHorizon,
  claimableBalanceOperations: ofHorizon,
  effects: ofHorizon,
  accountEffects: ofHorizon,
  ledgerEffects: ofHorizon,
  transactionEffects: ofHorizon,
  operationEffects: ofHorizon,
  liquidityPools: ofHorizon,
  assets: ofHorizon,
  accountOffers: ofHorizon,
  accountTrades: ofHorizon,
  operations: ofHorizon,
  operation: ofHorizon,
  payments: ofHorizon,
}

/** How streams of events begin, go on and end. */
export const chainStreamEvidence: Evidence = {
  level: 'inferred',
  source: `${sources.horizonCode}: internal/render/sse, internal/httpx/handler.go; stellar/go issue 381 (bytes of a stream); Soneso/stellar_flutter_sdk issue 61 (an account is one event)`,
  note: 'No stream of Pi has been published. 55 s is the default of Horizon; what Pi has set is not known.',
}

/** In Horizon's code; the text is the mock's. */
const problemOfHorizon: Evidence = {
  level: 'inferred',
  source: sources.horizon,
  assumed: ['message'],
  note: 'Not seen at Pi.',
}

export const chainProblemEvidence: Record<ChainProblemCode, Evidence> = {
  not_found: { level: 'captured', source: sources.fleetNote, assumed: ['message'] },
  bad_request: {
    ...problemOfHorizon,
    note: 'Not seen at Pi. `extras` are those of Horizon, except the wording of `extras.reason`.',
  },
  transaction_malformed: problemOfHorizon,
  transaction_failed: {
    ...problemOfHorizon,
    source: `pi-apps/pi-ruby (tests, and issue 32: tx_too_early), public code of Pi apps (tx_insufficient_fee); ${sources.horizon}`,
    note: 'The codes are seen at Pi; no complete body has been published. The tests of pi-ruby return such a body as a response that did not fail: whether Pi sends it with 400 or 200 is unknown, and the mock has a setting for it.',
  },
  forbidden: {
    level: 'assumed',
    source: sources.none,
    assumed: ['status', 'message', 'body'],
    note: "The mock's own guard against foreign web pages.",
  },
  method_not_allowed: {
    level: 'assumed',
    source: sources.none,
    assumed: ['status', 'message', 'body'],
    note: 'Not seen at Pi.',
  },
  not_acceptable: {
    ...problemOfHorizon,
    source: `${sources.horizonCode}: internal/httpx/handler.go`,
  },
  before_history: problemOfHorizon,
  payload_too_large: {
    level: 'assumed',
    source: sources.none,
    assumed: ['status', 'message', 'body'],
    note: "The mock's own limit, far above any transaction.",
  },
  unsupported_media_type: problemOfHorizon,
  rate_limit_exceeded: {
    ...problemOfHorizon,
    source: `${sources.horizonCode}: internal/render/sse/stream_handler.go`,
    note: 'Horizon sends it to a caller who reads too often in an hour, and each ledger of a stream is one more time. The mock counts the streams that are open.',
  },
  server_error: problemOfHorizon,
  stale_history: {
    ...problemOfHorizon,
    source: `pi-apps/pi-ruby (tests: it retries); ${sources.horizon}`,
    note: 'The mock never sends it by itself.',
  },
  timeout: {
    ...problemOfHorizon,
    source: `pi-apps/pi-ruby (tests: it retries); ${sources.horizon}`,
    note: 'Not seen at Pi. `extras.hash` and `extras.envelope_xdr` are those of newer releases.',
  },
}
