import { operationsOf } from '@aloha-pi/contracts'
import { platformContract } from '@aloha-pi/contracts/platform'

type Advice = { rule: string; instead: string }

/** Endpoints that people invent, and what to call instead. */
const rows: (Advice & { path: RegExp })[] = [
  {
    path: /^\/v2\/payments\/[^/]+\/submit\/?$/,
    rule: 'invented/submit',
    instead:
      "A user-to-app payment is submitted by the user's wallet. For an app-to-user payment, send the signed transaction to the blockchain (POST /transactions at Horizon), then POST /v2/payments/{id}/complete with its txid.",
  },
  {
    path: /^\/v2\/sandbox(\/|$)/,
    rule: 'invented/sandbox',
    instead:
      'There is no sandbox API: call the same path without "/sandbox"; the API key decides the network.',
  },
  {
    path: /^\/v2\/wallets(\/|$)/,
    rule: 'invented/wallets',
    instead:
      "A user's wallet address is in GET /v2/me, with the scope wallet_address; its balance is at Horizon: GET /accounts/{address}.",
  },
  {
    path: /^\/v2\/transactions(\/|$)/,
    rule: 'invented/transactions',
    instead:
      'Transactions are on the blockchain: GET /transactions/{txid} at Horizon. GET /v2/payments/{id} has the txid of a payment.',
  },
]

/** Paths of the Platform API without its prefix. */
const unprefixed = operationsOf(platformContract).map(({ route }) => {
  const path = route.path.replace(/^\/v2/, '')
  return new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`)
})

/** The advice for a path that looks like Pi but is not. */
export function adviseOnPath(path: string): Advice | undefined {
  const slashes = /^\/{2,}(?=v2(\/|$))/.exec(path)?.[0]
  if (slashes != null) {
    return {
      rule: 'invented/slashes',
      instead: `The path begins with ${slashes.length} slashes: remove the slash at the end of the base URL.`,
    }
  }
  if (unprefixed.some((each) => each.test(path))) {
    return {
      rule: 'invented/without_v2',
      instead: `The Platform API is under /v2: call /v2${path}, or end the base URL with /v2.`,
    }
  }
  return rows.find((row) => row.path.test(path))
}
