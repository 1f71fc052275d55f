import type { xdr } from '@stellar/stellar-sdk/base'
import type { Operation } from './envelope.ts'
import type { Stellar } from './stellar.ts'
import type { OperationCode } from './transaction-result.ts'

type Xdr = Stellar['xdr']
type Results<Result> = Partial<Record<OperationCode, () => Result>>

/** The XDR of one operation's code; the same code of Horizon is another one in each kind of operation. */
export function operationResultToXdr(
  xdr: Xdr,
  operation: Operation,
  code: OperationCode,
): xdr.OperationResult {
  const { OperationResult } = xdr
  if (code === 'op_bad_auth') return OperationResult.opBadAuth()
  if (code === 'op_no_source_account') return OperationResult.opNoAccount()
  if (code === 'op_not_supported') return OperationResult.opNotSupported()
  return OperationResult.opInner(innerResult(xdr, operation, code))
}

function innerResult(xdr: Xdr, operation: Operation, code: OperationCode): xdr.OperationResultTr {
  const { OperationResultTr } = xdr
  switch (operation.type) {
    case 'payment':
      return OperationResultTr.payment(pick(paymentResults(xdr), code)())
    case 'create_account':
      return OperationResultTr.createAccount(pick(createAccountResults(xdr), code)())
    case 'bump_sequence':
      return OperationResultTr.bumpSequence(pick(bumpSequenceResults(xdr), code)())
    case 'not_simulated':
      throw new Error(`The operation ${operation.name} has no result but op_not_supported`)
  }
}

function pick<Result>(results: Results<Result>, code: OperationCode): () => Result {
  const make = results[code]
  if (make == null) throw new Error(`An operation of this kind cannot end with ${code}`)
  return make
}

const paymentResults = ({ PaymentResult }: Xdr): Results<xdr.PaymentResult> => ({
  op_success: () => PaymentResult.paymentSuccess(),
  op_malformed: () => PaymentResult.paymentMalformed(),
  op_underfunded: () => PaymentResult.paymentUnderfunded(),
  op_src_no_trust: () => PaymentResult.paymentSrcNoTrust(),
  op_no_destination: () => PaymentResult.paymentNoDestination(),
  op_no_trust: () => PaymentResult.paymentNoTrust(),
  op_line_full: () => PaymentResult.paymentLineFull(),
})

const createAccountResults = ({ CreateAccountResult }: Xdr): Results<xdr.CreateAccountResult> => ({
  op_success: () => CreateAccountResult.createAccountSuccess(),
  op_malformed: () => CreateAccountResult.createAccountMalformed(),
  op_underfunded: () => CreateAccountResult.createAccountUnderfunded(),
  op_low_reserve: () => CreateAccountResult.createAccountLowReserve(),
  op_already_exists: () => CreateAccountResult.createAccountAlreadyExist(),
})

const bumpSequenceResults = ({ BumpSequenceResult }: Xdr): Results<xdr.BumpSequenceResult> => ({
  op_success: () => BumpSequenceResult.bumpSequenceSuccess(),
  op_bad_seq: () => BumpSequenceResult.bumpSequenceBadSeq(),
})
