import { applyOperation } from './apply-operation.ts'
import {
  createSignatureChecker,
  preAuthKeyOf,
  thresholdOf,
  type Candidate,
  type SignatureChecker,
} from './authorise.ts'
import type { Entries } from './entry-book.ts'
import type { Envelope } from './envelope.ts'
import type { Account } from './ledger.ts'
import { draftState, type LedgerState } from './ledger-state.ts'
import { modifiedIn, sequenceMovedIn, type ClosingLedger } from './new-account.ts'
import { feeOf } from './network-parameters.ts'
import { NO_OUTCOMES, type Outcomes } from './outcome.ts'
import type { OperationCode, TransactionResult } from './transaction-result.ts'
import { findBadSource } from './validate-source.ts'
import { findBadTerms, type Moment } from './validate-terms.ts'

/** Takes the fee of a transaction that goes into a ledger, whatever becomes of it; returns what was taken. */
export function chargeFee(
  accounts: Entries<Account>,
  envelope: Envelope,
  ledger: ClosingLedger,
): bigint {
  const source = accounts.get(envelope.source.address)
  if (source == null) throw new Error('A transaction without a source account is in a ledger')
  const cost = feeOf(envelope.operations.length)
  const fee = source.balance < cost ? source.balance : cost
  accounts.set({ ...source, balance: source.balance - fee, ...modifiedIn(ledger) })
  return fee
}

/** How a transaction ended, and what its operations did that their envelope does not say. */
export type Applied = { result: TransactionResult; outcomes: Outcomes }

/**
 * Applies a transaction whose fee is taken (core: TransactionFrame::apply). It may still fail by what others
 * in the same ledger did before it; its sequence is used unless that was taken from it.
 */
export function applyTransaction(
  state: LedgerState,
  candidate: Candidate,
  ledger: ClosingLedger,
): Applied {
  const { envelope } = candidate
  const { accounts } = state
  const source = accounts.get(envelope.source.address)
  const closeTime = BigInt(ledger.closedAt / 1000)
  const moment: Moment = { ledger: ledger.sequence, earliest: closeTime, latest: closeTime }
  const badTerms = findBadTerms(envelope, source, moment)
  if (badTerms != null || source == null) {
    removePreAuthSigners(accounts, envelope, ledger)
    return failed({ code: badTerms ?? 'tx_no_source_account' })
  }
  const { sequence } = envelope
  const checker = createSignatureChecker(candidate)
  const badSource = findBadSource({ envelope, checker, fee: 0n }, source, moment)
  accounts.set({ ...source, sequence, ...sequenceMovedIn(ledger), ...modifiedIn(ledger) })
  const badAuth = badSource == null ? checkSignatures(accounts, envelope, checker) : null
  removePreAuthSigners(accounts, envelope, ledger)
  if (badSource != null) return failed({ code: badSource })
  return badAuth == null ? applyOperations(state, envelope, ledger) : failed(badAuth)
}

function failed(result: TransactionResult): Applied {
  return { result, outcomes: NO_OUTCOMES }
}

/** Signatures that no longer suffice, because the ledger changed an account (core: processSignatures). */
function checkSignatures(
  accounts: Entries<Account>,
  { source, operations }: Envelope,
  checker: SignatureChecker,
): TransactionResult | null {
  const codes = operations.map((operation): OperationCode => {
    const { address } = operation.source ?? source
    const isFine = checker.isAuthorised(accounts.get(address), address, thresholdOf(operation))
    return isFine ? 'op_success' : 'op_bad_auth'
  })
  if (codes.includes('op_bad_auth')) return { code: 'tx_failed', operations: codes }
  return checker.areAllUsed() ? null : { code: 'tx_bad_auth_extra' }
}

/** A transaction that was let through in advance is so only once, whatever becomes of it. */
function removePreAuthSigners(
  accounts: Entries<Account>,
  envelope: Envelope,
  ledger: ClosingLedger,
): void {
  const used = preAuthKeyOf(envelope)
  for (const { source = envelope.source } of [{}, ...envelope.operations] as const) {
    const account = accounts.get(source.address)
    if (account?.signers.some(({ key }) => key === used) !== true) continue
    const signers = account.signers.filter(({ key }) => key !== used)
    accounts.set({ ...account, signers, ...modifiedIn(ledger) })
  }
}

/** All or nothing; each operation is tried even when one before it failed, as core does. */
function applyOperations(
  state: LedgerState,
  { source, sequence, operations }: Envelope,
  ledger: ClosingLedger,
): Applied {
  const draft = draftState(state)
  const applied = operations.map((operation, index) => {
    const place = { source: source.address, sequence, index }
    const { address } = operation.source ?? source
    return applyOperation({ state: draft, source: address, ledger, place }, operation)
  })
  const codes = applied.map(({ code }) => code)
  const outcomes = applied.map(({ outcome }) => outcome)
  const hasOutcomes = outcomes.some((outcome) => outcome != null)
  const isSuccess = codes.every((code) => code === 'op_success')
  if (isSuccess) draft.commit()
  return {
    result: { code: isSuccess ? 'tx_success' : 'tx_failed', operations: codes },
    outcomes: hasOutcomes ? outcomes : NO_OUTCOMES,
  }
}
