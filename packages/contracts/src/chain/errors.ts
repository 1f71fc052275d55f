/** Problems that the mock's Horizon answers with; `type` is the URI that Horizon sends (`{name}` is filled in). */
export const chainProblems = {
  not_found: {
    type: 'https://stellar.org/horizon-errors/not_found',
    title: 'Resource Missing',
    status: 404,
    detail: 'The resource at the url requested was not found.',
  },
  bad_request: {
    type: 'https://stellar.org/horizon-errors/bad_request',
    title: 'Bad Request',
    status: 400,
    detail: 'The request you sent was invalid in some way.',
  },
  forbidden: {
    type: 'https://stellar.org/horizon-errors/forbidden',
    title: 'Forbidden',
    status: 403,
    detail: 'The mock does not answer to host {host}.',
  },
  method_not_allowed: {
    type: 'https://stellar.org/horizon-errors/method_not_allowed',
    title: 'Method Not Allowed',
    status: 405,
    detail: '{path} takes {allow}, not {method}.',
  },
  server_error: {
    type: 'https://stellar.org/horizon-errors/server_error',
    title: 'Internal Server Error',
    status: 500,
    detail: 'An error occurred while processing this request.',
  },
} as const
export type ChainProblemCode = keyof typeof chainProblems

/** Problems of every operation. */
export const commonChainProblems = [
  'forbidden',
  'server_error',
] as const satisfies readonly ChainProblemCode[]
