import { draftOver, type Accounts } from './account-book.ts'
import {
  applyOperation,
  modifiedIn,
  sequenceMovedIn,
  type ClosingLedger,
} from './apply-operation.ts'
import type { Candidate } from './authorise.ts'
import type { Envelope } from './envelope.ts'
import { feeOf } from './network-parameters.ts'
import type { TransactionResult } from './transaction-result.ts'
import { findBadSource } from './validate-source.ts'
import { findBadTerms, type Moment } from './validate-terms.ts'

/** Takes the fee of a transaction that goes into a ledger, whatever becomes of it; returns what was taken. */
export function chargeFee(accounts: Accounts, envelope: Envelope, ledger: ClosingLedger): bigint {
  const source = accounts.get(envelope.source.address)
  if (source == null) throw new Error('A transaction without a source account is in a ledger')
  const cost = feeOf(envelope.operations.length)
  const fee = source.balance < cost ? source.balance : cost
  accounts.set({ ...source, balance: source.balance - fee, ...modifiedIn(ledger) })
  return fee
}

/**
 * Applies a transaction whose fee is taken (core: TransactionFrame::apply). It may still fail by what others
 * in the same ledger did before it; its sequence is used unless that was taken from it.
 */
export function applyTransaction(
  accounts: Accounts,
  candidate: Candidate,
  ledger: ClosingLedger,
): TransactionResult {
  const { envelope } = candidate
  const source = accounts.get(envelope.source.address)
  const closeTime = BigInt(ledger.closedAt / 1000)
  const moment: Moment = { ledger: ledger.sequence, earliest: closeTime, latest: closeTime }
  const badTerms = findBadTerms(envelope, source, moment)
  if (badTerms != null || source == null) return { code: badTerms ?? 'tx_no_source_account' }

  const { sequence } = envelope
  accounts.set({ ...source, sequence, ...sequenceMovedIn(ledger), ...modifiedIn(ledger) })
  const badSource = findBadSource(candidate, source, moment, 0n)
  return badSource == null ? applyOperations(accounts, envelope, ledger) : { code: badSource }
}

/** All or nothing; each operation is tried even when one before it failed, as core does. */
function applyOperations(
  accounts: Accounts,
  { source, operations }: Envelope,
  ledger: ClosingLedger,
): TransactionResult {
  const draft = draftOver(accounts)
  const codes = operations.map((operation) =>
    applyOperation(draft, operation, (operation.source ?? source).address, ledger),
  )
  const isSuccess = codes.every((code) => code === 'op_success')
  if (isSuccess) draft.commit()
  return { code: isSuccess ? 'tx_success' : 'tx_failed', operations: codes }
}
