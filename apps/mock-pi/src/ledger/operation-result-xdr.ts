import type { xdr } from '@stellar/stellar-sdk/base'
import { hashOfBalanceId } from './claimable-balance.ts'
import type { Operation } from './envelope.ts'
import { balanceOf, type Outcome } from './outcome.ts'
import type { Stellar } from './stellar.ts'
import type { OperationCode } from './transaction-result.ts'

type Xdr = Stellar['xdr']
type Results<Result> = Partial<Record<OperationCode, () => Result>>

/** The XDR of one operation's code; the same code of Horizon is another one in each kind of operation. */
export function operationResultToXdr(
  xdr: Xdr,
  work: { operation: Operation; outcome: Outcome | undefined },
  code: OperationCode,
): xdr.OperationResult {
  const { OperationResult } = xdr
  if (code === 'op_bad_auth') return OperationResult.opBadAuth()
  if (code === 'op_no_source_account') return OperationResult.opNoAccount()
  if (code === 'op_not_supported') return OperationResult.opNotSupported()
  if (code === 'op_too_many_subentries') return OperationResult.opTooManySubentries()
  return OperationResult.opInner(innerResult(xdr, work, code))
}

function innerResult(
  xdr: Xdr,
  { operation, outcome }: { operation: Operation; outcome: Outcome | undefined },
  code: OperationCode,
): xdr.OperationResultTr {
  const { OperationResultTr } = xdr
  switch (operation.type) {
    case 'payment':
      return OperationResultTr.payment(pick(paymentResults(xdr), code)())
    case 'create_account':
      return OperationResultTr.createAccount(pick(createAccountResults(xdr), code)())
    case 'bump_sequence':
      return OperationResultTr.bumpSequence(pick(bumpSequenceResults(xdr), code)())
    case 'change_trust':
      return OperationResultTr.changeTrust(pick(changeTrustResults(xdr), code)())
    case 'set_options':
      return OperationResultTr.setOptions(pick(setOptionsResults(xdr), code)())
    case 'create_claimable_balance':
      return OperationResultTr.createClaimableBalance(
        pick(createClaimableBalanceResults(xdr, outcome), code)(),
      )
    case 'claim_claimable_balance':
      return OperationResultTr.claimClaimableBalance(
        pick(claimClaimableBalanceResults(xdr), code)(),
      )
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
  op_src_not_authorized: () => PaymentResult.paymentSrcNotAuthorized(),
  op_no_destination: () => PaymentResult.paymentNoDestination(),
  op_no_trust: () => PaymentResult.paymentNoTrust(),
  op_not_authorized: () => PaymentResult.paymentNotAuthorized(),
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

const changeTrustResults = ({ ChangeTrustResult }: Xdr): Results<xdr.ChangeTrustResult> => ({
  op_success: () => ChangeTrustResult.changeTrustSuccess(),
  op_malformed: () => ChangeTrustResult.changeTrustMalformed(),
  op_no_issuer: () => ChangeTrustResult.changeTrustNoIssuer(),
  op_invalid_limit: () => ChangeTrustResult.changeTrustInvalidLimit(),
  op_low_reserve: () => ChangeTrustResult.changeTrustLowReserve(),
})

const setOptionsResults = ({ SetOptionsResult }: Xdr): Results<xdr.SetOptionsResult> => ({
  op_success: () => SetOptionsResult.setOptionsSuccess(),
  op_low_reserve: () => SetOptionsResult.setOptionsLowReserve(),
  op_too_many_signers: () => SetOptionsResult.setOptionsTooManySigners(),
  op_bad_flags: () => SetOptionsResult.setOptionsBadFlags(),
  op_cant_change: () => SetOptionsResult.setOptionsCantChange(),
  op_unknown_flag: () => SetOptionsResult.setOptionsUnknownFlag(),
  op_threshold_out_of_range: () => SetOptionsResult.setOptionsThresholdOutOfRange(),
  op_bad_signer: () => SetOptionsResult.setOptionsBadSigner(),
  op_invalid_home_domain: () => SetOptionsResult.setOptionsInvalidHomeDomain(),
  op_auth_revocable_required: () => SetOptionsResult.setOptionsAuthRevocableRequired(),
})

const createClaimableBalanceResults = (
  { CreateClaimableBalanceResult: Result, ClaimableBalanceId }: Xdr,
  outcome: Outcome | undefined,
): Results<xdr.CreateClaimableBalanceResult> => ({
  op_success() {
    // Where no balance was made core leaves its id at zero.
    const id = balanceOf(outcome)?.id
    const hash = id == null ? new Uint8Array(32) : hashOfBalanceId(id)
    return Result.createClaimableBalanceSuccess(ClaimableBalanceId.claimableBalanceIdTypeV0(hash))
  },
  op_malformed: () => Result.createClaimableBalanceMalformed(),
  op_low_reserve: () => Result.createClaimableBalanceLowReserve(),
  op_no_trust: () => Result.createClaimableBalanceNoTrust(),
  op_not_authorized: () => Result.createClaimableBalanceNotAuthorized(),
  op_underfunded: () => Result.createClaimableBalanceUnderfunded(),
})

const claimClaimableBalanceResults = ({
  ClaimClaimableBalanceResult: Result,
}: Xdr): Results<xdr.ClaimClaimableBalanceResult> => ({
  op_success: () => Result.claimClaimableBalanceSuccess(),
  op_does_not_exist: () => Result.claimClaimableBalanceDoesNotExist(),
  op_cannot_claim: () => Result.claimClaimableBalanceCannotClaim(),
  op_line_full: () => Result.claimClaimableBalanceLineFull(),
  op_no_trust: () => Result.claimClaimableBalanceNoTrust(),
  op_not_authorized: () => Result.claimClaimableBalanceNotAuthorized(),
})
