import type { xdr } from '@stellar/stellar-sdk/base'
import type { Operation } from './envelope.ts'
import type { LedgerTransaction } from './ledger.ts'
import { BASE_FEE } from './network-parameters.ts'
import { operationResultToXdr } from './operation-result-xdr.ts'
import { loadedStellar, type Stellar } from './stellar.ts'
import { balanceOf, type Outcomes } from './outcome.ts'
import type { TransactionCode, TransactionResult } from './transaction-result.ts'

/** A result with its XDR. Those of one operation come again and again, so they are kept and shared. */
export type WrittenResult = Pick<LedgerTransaction, 'result' | 'resultXdr' | 'feeCharged'>

/** What a transaction was to do, and what its operations did. */
type Work = { operations: readonly Operation[]; outcomes: Outcomes }

const written = new Map<string, WrittenResult>()

/** Writes a result as core does; `feeCharged` is the fee taken, or what a refused one would have cost. */
export function resultToXdr(
  result: TransactionResult,
  feeCharged: bigint,
  work: Work,
): WrittenResult {
  const { operations, outcomes } = work
  // A claimable balance that was made is named in its result.
  if (operations.length !== 1 || feeCharged !== BASE_FEE || balanceOf(outcomes[0]) != null)
    return write(result, feeCharged, work)
  const key = [result.code, result.operations, operations[0]?.type].join()
  const known = written.get(key) ?? write(result, feeCharged, work)
  written.set(key, known)
  return known
}

function write(
  result: TransactionResult,
  feeCharged: bigint,
  { operations, outcomes }: Work,
): WrittenResult {
  const { xdr } = loadedStellar()
  const results = (result.operations ?? []).map((code, index) => {
    const operation = operations[index]
    if (operation == null)
      throw new Error('A result has more codes than the transaction operations')
    return operationResultToXdr(xdr, { operation, outcome: outcomes[index] }, code)
  })
  const resultXdr = new xdr.TransactionResult({
    feeCharged,
    result: codesToXdr(xdr, results)[result.code](),
    ext: xdr.TransactionResultExt.v0(),
  }).toXdr('base64')
  return { result, resultXdr, feeCharged }
}

function codesToXdr(
  { TransactionResultResult: Result }: Stellar['xdr'],
  operations: xdr.OperationResult[],
) {
  return {
    tx_success: () => Result.txSuccess(operations),
    tx_failed: () => Result.txFailed(operations),
    tx_too_early: () => Result.txTooEarly(),
    tx_too_late: () => Result.txTooLate(),
    tx_missing_operation: () => Result.txMissingOperation(),
    tx_bad_seq: () => Result.txBadSeq(),
    tx_bad_auth: () => Result.txBadAuth(),
    tx_insufficient_balance: () => Result.txInsufficientBalance(),
    tx_no_source_account: () => Result.txNoAccount(),
    tx_insufficient_fee: () => Result.txInsufficientFee(),
    tx_bad_auth_extra: () => Result.txBadAuthExtra(),
    tx_internal_error: () => Result.txInternalError(),
    tx_not_supported: () => Result.txNotSupported(),
    tx_bad_minseq_age_or_gap: () => Result.txBadMinSeqAgeOrGap(),
    tx_malformed: () => Result.txMalformed(),
  } satisfies Record<TransactionCode, () => xdr.TransactionResultResult>
}
