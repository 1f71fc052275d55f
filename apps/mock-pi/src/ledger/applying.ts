import type { OperationPlace } from './claimable-balance.ts'
import type { Account } from './ledger.ts'
import type { LedgerState } from './ledger-state.ts'
import { modifiedIn, type ClosingLedger } from './new-account.ts'
import type { Outcome } from './outcome.ts'

/** One operation at work: on which state, for whom, in which ledger. What it reports goes into history. */
export type Applying = {
  state: LedgerState
  /** Address of the operation's source, whose account exists. */
  source: string
  ledger: ClosingLedger
  place: OperationPlace
  report: (outcome: Outcome) => void
}

/** The account of the source as it is now. */
export function sourceOf({ state, source }: Applying): Account {
  const account = state.accounts.get(source)
  if (account == null) throw new Error(`The account ${source} is gone`)
  return account
}

/** Replaces an account, and notes the ledger that did. */
export function change(
  { state, ledger }: Applying,
  account: Account,
  changes: Partial<Account>,
): Account {
  const changed = { ...account, ...changes, ...modifiedIn(ledger) }
  state.accounts.set(changed)
  return changed
}
