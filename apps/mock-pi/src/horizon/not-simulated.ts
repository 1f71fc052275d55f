import { chainProblem } from './chain-refusal.ts'

/** Resources of Horizon that the mock does not have, and what to do without. */
const resources: readonly { path: RegExp; what: string; instead?: string }[] = [
  { path: /^\/liquidity_pools\/[^/]+\/effects$/, what: 'Effects of pools' },
  { path: /^\/accounts$/, what: 'The search for accounts', instead: 'Read one by its address.' },
  { path: /^\/order_book$/, what: 'The order book' },
  { path: /^\/paths(\/strict-(receive|send))?$/, what: 'Path search' },
  { path: /^\/trade_aggregations$/, what: 'Trade statistics' },
  {
    path: /^\/transactions_async$/,
    what: 'The asynchronous submission of Horizon 23',
    instead: 'Submit with POST /transactions.',
  },
  {
    path: /^\/friendbot$/,
    what: 'Friendbot, which Pi does not have either,',
    instead: 'Give an account Pi with POST /_mock/ledger/fund.',
  },
]

/** Horizon's 404, whose detail says that this is not a missing record. */
export function notSimulated(what: string, instead = '') {
  const detail = `${what} cannot be called here: the mock does not simulate this resource of Horizon. ${instead}`
  return { ...chainProblem('not_found', { detail: detail.trim() }), rule: 'chain/not_simulated' }
}

/** The response to a path of Horizon that the mock does not have; undefined for any other path. */
export function refuseNotSimulated(path: string) {
  const found = resources.find((each) => each.path.test(path.replace(/\/$/, '')))
  return found && notSimulated(found.what, found.instead)
}
