import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedWorld } from '../saved/saved-world.ts'
import type { Limits } from './limits.ts'

/** Throws `BadSnapshot` for a saved world that is larger than this mock keeps. */
export function checkRoom({ ledger, payments, ...saved }: SavedWorld, limits: Limits) {
  const accounts = ledger.accounts.newest
  const entries: [field: string, count: number, limit: number][] = [
    ['apps', saved.apps.length, limits.apps],
    ['users', saved.users.list.length, limits.users],
    ['users.list[].grants', sum(saved.users.list, ({ grants }) => grants.length), limits.grants],
    ['tokens.sessions', saved.tokens.sessions.length, limits.tokens],
    ['ledger.accounts', accounts.length, limits.accounts],
    [
      'ledger.accounts[].holdings and signers',
      sum(accounts, ({ holdings, signers }) => holdings.length + signers.length),
      limits.subentries,
    ],
    ['ledger.balances', ledger.balances.newest.length, limits.claimableBalances],
    ['ledger.transactions', ledger.transactions.length, limits.history],
    ['ledger.runs', ledger.runs.length, limits.history],
    ['payments.settled', payments.settled.length, limits.settledPayments],
    [
      'payments.list',
      payments.list.length,
      limits.openPayments + payments.settled.length + payments.historic.length,
    ],
    ['ads', saved.ads.list.length, limits.ads],
    ['sdkReports', saved.sdkReports.length, limits.sdkReports],
    ['notifications.delivered', saved.notifications.delivered.length, limits.notifiedUsers],
    ['faults.rules', saved.faults.rules.length, limits.faults],
    ['faults.ordered', saved.faults.ordered.length, limits.faults],
  ]
  const excess = entries.find(([, count, limit]) => count > limit)
  if (excess == null) return
  const [field, count, limit] = excess
  throw new BadSnapshot(field, `has ${count} entries, but this mock keeps at most ${limit}`)
}

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0)
}
