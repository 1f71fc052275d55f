import { draftOver, type Entries } from './entry-book.ts'
import type { Account } from './ledger.ts'
import type { ClaimableBalance } from './claimable-balance.ts'

/** Everything that transactions change: accounts by address, claimable balances by id. */
export type LedgerState = {
  accounts: Entries<Account>
  balances: Entries<ClaimableBalance>
}

/** A state over another: changes stay here until they are committed, and are lost otherwise. */
export function draftState({ accounts, balances }: LedgerState) {
  const drafts = { accounts: draftOver(accounts), balances: draftOver(balances) }
  return {
    ...drafts,
    commit() {
      drafts.accounts.commit()
      drafts.balances.commit()
    },
  }
}
