import type { Chain } from './close-ledger.ts'
import type { LedgerHeader, LedgerView } from './ledger.ts'

/** The chain as a reader knows it whose newest ledger is `newest`. To be read at once. */
export function createLedgerView(
  { accounts, runs, history, firstIssued }: Chain,
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
    transaction: (hash) => history.find(hash, newest),
    transactions: (query, page) => history.transactions(query, newest, page),
    operations: (query, page) => history.operations(query, newest, page),
  }
}
