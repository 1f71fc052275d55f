import { ONLY_MOCK, type RuleText } from './rule-text.ts'

const inventedEndpoint = (why: string, next: string): RuleText => ({
  why,
  next: [next],
  pi: {
    known: 'No document and no client of Pi has it: programs in public repositories invented it.',
    level: 'inferred',
    source: 'public repositories that call it; the documents and clients of pi-apps, which do not',
  },
})

const FIELD = 'The text of the error names the field and what it must be.'
const CREATE_BODY =
  'Send {"payment":{"amount":1,"memo":"…","metadata":{"order":"1"},"uid":"…"}}: the wrapper "payment" is needed.'

/** Rules about credentials and the form of requests, by their names. */
export const requestRules: Record<string, RuleText> = {
  'auth/no_key': {
    why: 'The call needs the Server API Key of the app, and the header Authorization has none.',
    next: [
      'Send "Authorization: Key <key>". The mock prints its key at the start; GET /_mock/apps shows it.',
    ],
  },
  'auth/no_scheme': {
    why: 'The header Authorization has a value without the word "Key" before it.',
    next: ['Send "Authorization: Key <key>".'],
  },
  'auth/wrong_key': {
    why: 'No app of this mock has the key. A key of the real Pi does not work here, and never needs to.',
    next: ['Take the key that the mock printed, or GET /_mock/apps. It depends on --seed.'],
  },
  'auth/invented_header': {
    why: 'The key is in a header that Pi does not read.',
    next: ['Send "Authorization: Key <key>".'],
  },
  'auth/invalid_token': {
    why: 'The call needs the access token of a user. This one is missing, expired, revoked, or from before a reset. For /v2/me the body is empty, as at Pi.',
    next: [
      'Sign in again: Pi.authenticate in the browser, or POST /_mock/sign-in. Send "Authorization: Bearer <token>".',
      'In your code, read the body as text first: JSON.parse of an empty body throws.',
    ],
  },
  'request/mock_fault': {
    why: 'The metadata has the member mock_fault, with which a payment orders trouble from the mock, and the order cannot be read.',
    next: [
      'Write orders like "complete:lost-answer" or "approve:html-500 x2; complete:late 3s". The README of the mock lists all words.',
      'Start the mock with --no-magic if the member is yours: it is then stored like any other.',
    ],
    pi: {
      ...ONLY_MOCK,
      known: 'Pi would store this metadata as it is: the member belongs to the mock.',
    },
  },
  'request/empty_metadata': {
    why: 'Pi wants metadata that is not empty, although its documents call it optional.',
    next: ['Send at least one member, like {"order":"1"}.'],
  },
  'request/invalid_metadata': { why: FIELD, next: ['Send an object with at least one member.'] },
  'request/invalid_amount': {
    why: FIELD,
    next: ['Send a positive number with at most 7 decimals.', CREATE_BODY],
  },
  'request/invalid_arguments': { why: FIELD, next: ['Correct the field.', CREATE_BODY] },
  'request/invalid_input': {
    why: FIELD,
    next: ['Give Pi.createPayment an amount (a number), a memo (text) and metadata (an object).'],
  },
  'request/missing_txid': {
    why: 'complete needs the transaction that paid: the body has no txid.',
    next: ['Send {"txid":"<64 hex digits>"}: the second argument of onReadyForServerCompletion.'],
  },
  'request/not_found': {
    why: 'Pi has no such endpoint.',
    next: ['/docs of the mock lists all of them.'],
  },
  'request/method_not_allowed': {
    why: 'The path exists and takes other methods.',
    next: ['The header Allow lists them.'],
  },
  'request/media_type': {
    why: 'The content type is neither JSON nor a form.',
    next: ['Send "Content-Type: application/json".'],
  },
  'request/malformed': {
    why: 'The body cannot be read.',
    next: ['Send valid JSON, encoded in UTF-8.'],
  },
  'request/too_complex': { why: 'The body is nested too deeply.', next: ['Send a flatter body.'] },
  'request/too_large': { why: 'The body is too large.', next: ['Send a smaller one.'] },
  'request/ambiguous': {
    why: 'The request can be read in two ways: a header or a member is there twice.',
    next: ['Send it once. The text of the error names it.'],
  },
  'request/bad_url': {
    why: 'The URL has a "%" that is not followed by two hex digits.',
    next: ['Encode parts of the path with encodeURIComponent.'],
  },
  'request/no_host': { why: 'The request has no Host header.', next: ['Use an HTTP/1.1 client.'] },
  'request/host': {
    why: 'The mock responds only to names that it knows, so that a foreign web page cannot reach it.',
    next: ['Call it by 127.0.0.1 or localhost, or start it with --host-name NAME.'],
    pi: ONLY_MOCK,
  },
  'request/no_http': { why: 'What arrived is not valid HTTP.', next: ['Check the client.'] },
  'request/too_slow': { why: 'The request was not complete in time.', next: ['Send it faster.'] },
  'request/headers_too_large': { why: 'The headers are too large.', next: ['Send fewer of them.'] },
  'mock/fault': {
    why: 'The mock itself failed: this is a bug of the mock.',
    next: ['Read the log of the mock, and report it with the request id.'],
    pi: ONLY_MOCK,
  },
  'invented/submit': inventedEndpoint(
    'Pi has no endpoint that submits a transaction.',
    'Sign the transaction and POST it to the blockchain (/transactions), then call complete.',
  ),
  'invented/sandbox': inventedEndpoint(
    'There is no separate API for the sandbox.',
    'Use the same paths: the API key decides the network.',
  ),
  'invented/transactions': inventedEndpoint(
    'The Platform API has no transactions.',
    'Read them at the blockchain: GET /transactions/HASH.',
  ),
  'invented/wallets': inventedEndpoint(
    'The Platform API has no wallets.',
    'Read accounts at the blockchain: GET /accounts/ADDRESS.',
  ),
  'invented/slashes': inventedEndpoint('The path has an empty part.', 'Write each slash once.'),
  'invented/without_v2': inventedEndpoint('The path lacks /v2.', 'Begin it with /v2.'),
  'invented/incomplete_with_key': inventedEndpoint(
    'GET /v2/payments/incomplete belongs to the browser SDK and needs the access token of a user.',
    'A server reads GET /v2/payments/incomplete_server_payments with its key.',
  ),
  'invented/host': inventedEndpoint(
    'Pi has no such host.',
    'The text of the error names the right one.',
  ),
  'invented/horizon_at_platform': inventedEndpoint(
    'The host of the Platform API has no blockchain.',
    'Call the blockchain at its own host; the text of the error names it.',
  ),
  'invented/platform_at_horizon': inventedEndpoint(
    'The host of the blockchain has no Platform API.',
    'Call the Platform API at api.minepi.com/v2, or at /v2 of the mock.',
  ),
  'rpc/not_simulated': {
    why: 'Contracts are not simulated.',
    next: ['Payments need none: use Horizon.'],
    pi: ONLY_MOCK,
  },
}
