/** Endpoints that people invent, and what to call instead. */
const rows: { path: RegExp; rule: string; instead: string }[] = [
  {
    path: /^\/v2\/payments\/[^/]+\/submit\/?$/,
    rule: 'invented/submit',
    instead:
      'The wallet of the user submits a user-to-app payment. For an app-to-user payment, send the signed transaction to the blockchain (POST /transactions at Horizon), then POST /v2/payments/{id}/complete with its txid.',
  },
  {
    path: /^\/v2\/sandbox(\/|$)/,
    rule: 'invented/sandbox',
    instead:
      'There is no sandbox API: call the same path without "/sandbox"; the API key decides the network.',
  },
]

/** The advice for a path that looks like Pi but is not. */
export function adviseOnPath(path: string): { rule: string; instead: string } | undefined {
  return rows.find((row) => row.path.test(path))
}
