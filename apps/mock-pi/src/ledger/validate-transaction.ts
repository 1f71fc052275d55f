import {
  createSignatureChecker,
  thresholdOf,
  type Candidate,
  type SignatureChecker,
} from './authorise.ts'
import type { Entries } from './entry-book.ts'
import type { Account } from './ledger.ts'
import type { OperationCode, TransactionResult } from './transaction-result.ts'
import { findMalformation } from './validate-operation.ts'
import { findBadSource } from './validate-source.ts'
import { findBadTerms, type Moment } from './validate-terms.ts'

/** Why a transaction cannot go into a ledger, or null (core: checkValid). Nothing is consumed by a refusal. */
export function validateTransaction(
  candidate: Candidate,
  accounts: Entries<Account>,
  moment: Moment,
): TransactionResult | null {
  const { envelope } = candidate
  const source = accounts.get(envelope.source.address)
  const badTerms = findBadTerms(envelope, source, moment)
  if (badTerms != null || source == null) return { code: badTerms ?? 'tx_no_source_account' }
  const checker = createSignatureChecker(candidate)
  const terms = { envelope, checker, fee: envelope.maxFee }
  const badSource = findBadSource(terms, source, moment)
  if (badSource != null) return { code: badSource }
  const operations = checkOperations(candidate, accounts, checker)
  if (operations != null) return { code: 'tx_failed', operations }
  return checker.areAllUsed() ? null : { code: 'tx_bad_auth_extra' }
}

/**
 * The codes of all operations when one is not valid: core stops at the first that is not, and leaves every
 * other at success. Operations that are not simulated say so wherever they are.
 */
function checkOperations(
  { envelope }: Candidate,
  accounts: Entries<Account>,
  checker: SignatureChecker,
): OperationCode[] | null {
  const { operations, source } = envelope
  const codes = operations.map((operation) => {
    const { address } = operation.source ?? source
    if (operation.type === 'not_simulated') return 'op_not_supported'
    const level = thresholdOf(operation)
    if (!checker.isAuthorised(accounts.get(address), address, level)) return 'op_bad_auth'
    return findMalformation(operation, address)
  })
  const first = codes.findIndex((code) => code != null)
  if (first < 0) return null
  return codes.map((code, index) =>
    index === first || code === 'op_not_supported' ? (code ?? 'op_success') : 'op_success',
  )
}
