import type { Chain } from './close-ledger.ts'
import type { ClaimableBalance } from './claimable-balance.ts'
import type { BalanceQuery, LedgerHeader, LedgerView } from './ledger.ts'
import { isSameAsset } from './trustline.ts'

/** The chain as a reader knows it whose newest ledger is `newest`. To be read at once. */
export function createLedgerView(
  { accounts, balances, runs, history, firstIssued }: Chain,
  newest: number,
): LedgerView {
  const header = (sequence: number): LedgerHeader | undefined =>
    sequence > newest ? undefined : runs.header(sequence)
  return {
    latest() {
      const latest = header(newest)
      if (latest == null) throw new Error(`The ledger ${newest} is no longer known`)
      return latest
    },
    elder: () => runs.elder(),
    header,
    headers: (page) => runs.page(newest, page),
    hasIssued: () => firstIssued != null && firstIssued <= newest,
    account: (address) => accounts.getAt(address, newest),
    claimableBalance: (id) => balances.getAt(id, newest),
    claimableBalances: (query) =>
      [...balances.valuesAt(newest)].filter((each) => isAskedFor(each, query)).sort(byAge),
    knowsBalance: (id) => history.knowsBalance(id, newest),
    transaction: (hash) => history.find(hash, newest),
    transactions: (query, page) => history.transactions(query, newest, page),
    operations: (query, page) => history.operations(query, newest, page),
  }
}

function isAskedFor({ asset, sponsor, claimants }: ClaimableBalance, query: BalanceQuery): boolean {
  const { claimant } = query
  if (query.asset != null && !isSameAsset(query.asset, asset)) return false
  if (query.sponsor != null && query.sponsor !== sponsor) return false
  return claimant == null || claimants.some(({ destination }) => destination === claimant)
}

function byAge(one: ClaimableBalance, other: ClaimableBalance): number {
  return one.lastModifiedLedger - other.lastModifiedLedger || (one.id < other.id ? -1 : 1)
}
