import type { Accounts } from './account-book.ts'
import type { Operation } from './envelope.ts'
import type { Account } from './ledger.ts'
import {
  availableBalance,
  MAX_INT64,
  MINIMUM_BALANCE,
  startingSequence,
} from './network-parameters.ts'
import { payIssued } from './pay-issued.ts'
import type { OperationCode } from './transaction-result.ts'

/** The ledger that is closing: its number and close time in ms. */
export type ClosingLedger = { sequence: number; closedAt: number }

/** Applies one operation that is well-formed and authorised; anything but `op_success` changed nothing. */
export function applyOperation(
  accounts: Accounts,
  operation: Operation,
  sourceAddress: string,
  ledger: ClosingLedger,
): OperationCode {
  const source = accounts.get(sourceAddress)
  if (source == null) return 'op_no_source_account'
  const change = (account: Account, changes: Partial<Account>) =>
    accounts.set({ ...account, ...changes, ...modifiedIn(ledger) })

  switch (operation.type) {
    case 'payment': {
      const { asset } = operation
      if (asset !== 'native') {
        const { sequence } = ledger
        const payment = { ...operation, asset }
        return payIssued(accounts, payment, { source: sourceAddress, ledger: sequence, change })
      }
      if (operation.to.address === sourceAddress) return 'op_success'
      const to = accounts.get(operation.to.address)
      if (to == null) return 'op_no_destination'
      if (to.balance + operation.amount > MAX_INT64) return 'op_line_full'
      if (availableBalance(source) < operation.amount) return 'op_underfunded'
      change(to, { balance: to.balance + operation.amount })
      change(source, { balance: source.balance - operation.amount })
      return 'op_success'
    }
    case 'create_account': {
      const { to, startingBalance } = operation
      if (accounts.get(to.address) != null) return 'op_already_exists'
      if (startingBalance < MINIMUM_BALANCE) return 'op_low_reserve'
      if (availableBalance(source) < startingBalance) return 'op_underfunded'
      // Pi's chain is never full. "Not supported at this time" is the nearest that Stellar says.
      if (accounts.room() < 1) return 'op_not_supported'
      change(source, { balance: source.balance - startingBalance })
      accounts.set(newAccount(to.address, startingBalance, ledger))
      return 'op_success'
    }
    case 'bump_sequence': {
      const sequence = operation.bumpTo > source.sequence ? operation.bumpTo : source.sequence
      change(source, { sequence, ...sequenceMovedIn(ledger) })
      return 'op_success'
    }
    case 'not_simulated':
      throw new Error(
        `The operation ${operation.name} is not simulated and should have been refused`,
      )
  }
}

/** An account as create_account makes it. */
export function newAccount(address: string, balance: bigint, ledger: ClosingLedger): Account {
  return {
    address,
    balance,
    holdings: [],
    sequence: startingSequence(ledger.sequence),
    sequenceLedger: 0,
    sequenceTime: 0,
    ...modifiedIn(ledger),
  }
}

/** What a change leaves on an account. */
export function modifiedIn({ sequence, closedAt }: ClosingLedger) {
  return { lastModifiedLedger: sequence, lastModifiedAt: closedAt }
}

/** What a transaction or bump_sequence leaves on an account. */
export function sequenceMovedIn({ sequence, closedAt }: ClosingLedger) {
  return { sequenceLedger: sequence, sequenceTime: closedAt }
}
