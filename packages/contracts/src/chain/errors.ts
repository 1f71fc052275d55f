const horizon = 'https://stellar.org/horizon-errors'

/** Problems that Horizon responds with; `type` is the URI that it sends (`{name}` is filled in). */
export const chainProblems = {
  bad_request: {
    type: `${horizon}/bad_request`,
    title: 'Bad Request',
    status: 400,
    detail: 'The request you sent was invalid in some way.',
  },
  transaction_malformed: {
    type: `${horizon}/transaction_malformed`,
    title: 'Transaction Malformed',
    status: 400,
    detail:
      'The transaction envelope could not be decoded. It must be a TransactionEnvelope in XDR, encoded in Base64; `extras.envelope_xdr` is the text that was received.',
  },
  transaction_failed: {
    type: `${horizon}/transaction_failed`,
    title: 'Transaction Failed',
    status: 400,
    detail:
      'The network refused the transaction, or it failed in a ledger: `extras.result_codes` has the reason.',
  },
  forbidden: {
    type: `${horizon}/forbidden`,
    title: 'Forbidden',
    status: 403,
    detail:
      'The mock does not serve the host {host}. To allow it, start the mock with --host-name and this name.',
  },
  not_found: {
    type: `${horizon}/not_found`,
    title: 'Resource Missing',
    status: 404,
    detail: 'The resource at the url requested was not found.',
  },
  method_not_allowed: {
    type: `${horizon}/method_not_allowed`,
    title: 'Method Not Allowed',
    status: 405,
    detail: '{path} accepts {allow}, not {method}.',
  },
  not_acceptable: {
    type: `${horizon}/not_acceptable`,
    title: 'An acceptable response content-type could not be provided for this request',
    status: 406,
    detail: 'The header Accept takes none of what this operation returns: {offered}.',
  },
  before_history: {
    type: `${horizon}/before_history`,
    title: 'Data Requested Is Before Recorded History',
    status: 410,
    detail:
      'This server keeps only the newest part of the history, and the request is for an older part.',
  },
  payload_too_large: {
    type: `${horizon}/payload_too_large`,
    title: 'Payload Too Large',
    status: 413,
    detail: 'The body is larger than {limit} bytes.',
  },
  unsupported_media_type: {
    type: `${horizon}/unsupported_media_type`,
    title: 'Unsupported Media Type',
    status: 415,
    detail: 'The body must be a form: `Content-Type: application/x-www-form-urlencoded`.',
  },
  rate_limit_exceeded: {
    type: `${horizon}/rate_limit_exceeded`,
    title: 'Rate Limit Exceeded',
    status: 429,
    detail:
      'This mock serves at most {max} event streams at a time. Close one, or start the mock with a higher limit (`limits.streams`).',
  },
  server_error: {
    type: `${horizon}/server_error`,
    title: 'Internal Server Error',
    status: 500,
    detail: 'An error occurred while processing this request.',
  },
  stale_history: {
    type: `${horizon}/stale_history`,
    title: 'Historical DB Is Too Stale',
    status: 503,
    detail: 'The history of this server lags too far behind the network. Try again later.',
  },
  timeout: {
    type: `${horizon}/timeout`,
    title: 'Timeout',
    status: 504,
    detail:
      'The transaction is not in a ledger yet, and may still be included in one. Submit exactly the same transaction again, with the same sequence number.',
  },
} as const
export type ChainProblemCode = keyof typeof chainProblems

/** Problems of every operation. */
export const commonChainProblems = [
  'bad_request',
  'forbidden',
  'not_found',
  'not_acceptable',
  'server_error',
] as const satisfies readonly ChainProblemCode[]
