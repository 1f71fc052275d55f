import type { Candidate } from './authorise.ts'
import type { Account } from './ledger.ts'
import type { OperationCode, TransactionResult } from './transaction-result.ts'
import { findMalformation } from './validate-operation.ts'
import { findBadSource } from './validate-source.ts'
import { findBadTerms, type Moment } from './validate-terms.ts'

/** Why a transaction cannot go into a ledger, or null (core: checkValid). Nothing is consumed by a refusal. */
export function validateTransaction(
  candidate: Candidate,
  source: Account | undefined,
  moment: Moment,
): TransactionResult | null {
  const { envelope } = candidate
  const badTerms = findBadTerms(envelope, source, moment)
  if (badTerms != null || source == null) return { code: badTerms ?? 'tx_no_source_account' }
  const badSource = findBadSource(candidate, source, moment, envelope.maxFee)
  if (badSource != null) return { code: badSource }
  const operations = checkOperations(candidate)
  if (operations != null) return { code: 'tx_failed', operations }
  return candidate.authorisation().hasExtra ? { code: 'tx_bad_auth_extra' } : null
}

/**
 * The codes of all operations when one is not valid: core stops at the first that is not, and leaves every
 * other at success. Operations that are not simulated say so wherever they are.
 */
function checkOperations({ envelope, authorisation }: Candidate): OperationCode[] | null {
  const { operations, source } = envelope
  const codes = operations.map((operation, index) => {
    if (operation.type === 'not_simulated') return 'op_not_supported'
    if (!authorisation().operations[index]) return 'op_bad_auth'
    return findMalformation(operation, (operation.source ?? source).address)
  })
  const first = codes.findIndex((code) => code != null)
  if (first < 0) return null
  return codes.map((code, index) =>
    index === first || code === 'op_not_supported' ? (code ?? 'op_success') : 'op_success',
  )
}
