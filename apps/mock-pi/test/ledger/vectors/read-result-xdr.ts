import type { xdr } from '@stellar/stellar-sdk/base'
import { stellar } from '../have-ledger.ts'

/** Names of the XDR and Horizon's words for them, from Horizon's internal/codes. */
const TRANSACTION_CODES: Record<string, string> = {
  txSuccess: 'tx_success',
  txFailed: 'tx_failed',
  txTooEarly: 'tx_too_early',
  txTooLate: 'tx_too_late',
  txMissingOperation: 'tx_missing_operation',
  txBadSeq: 'tx_bad_seq',
  txBadAuth: 'tx_bad_auth',
  txInsufficientBalance: 'tx_insufficient_balance',
  txNoAccount: 'tx_no_source_account',
  txInsufficientFee: 'tx_insufficient_fee',
  txBadAuthExtra: 'tx_bad_auth_extra',
  txInternalError: 'tx_internal_error',
  txNotSupported: 'tx_not_supported',
  txBadMinSeqAgeOrGap: 'tx_bad_minseq_age_or_gap',
  txMalformed: 'tx_malformed',
}
const OPERATION_CODES: Record<string, string> = {
  opBadAuth: 'op_bad_auth',
  opNoAccount: 'op_no_source_account',
  opNotSupported: 'op_not_supported',
  opTooManySubentries: 'op_too_many_subentries',
  paymentSuccess: 'op_success',
  paymentMalformed: 'op_malformed',
  paymentUnderfunded: 'op_underfunded',
  paymentSrcNoTrust: 'op_src_no_trust',
  paymentNoDestination: 'op_no_destination',
  paymentNoTrust: 'op_no_trust',
  paymentLineFull: 'op_line_full',
  paymentSrcNotAuthorized: 'op_src_not_authorized',
  paymentNotAuthorized: 'op_not_authorized',
  createAccountSuccess: 'op_success',
  createAccountMalformed: 'op_malformed',
  createAccountUnderfunded: 'op_underfunded',
  createAccountLowReserve: 'op_low_reserve',
  createAccountAlreadyExist: 'op_already_exists',
  bumpSequenceSuccess: 'op_success',
  bumpSequenceBadSeq: 'op_bad_seq',
  changeTrustSuccess: 'op_success',
  changeTrustMalformed: 'op_malformed',
  changeTrustNoIssuer: 'op_no_issuer',
  changeTrustInvalidLimit: 'op_invalid_limit',
  changeTrustLowReserve: 'op_low_reserve',
  setOptionsSuccess: 'op_success',
  setOptionsLowReserve: 'op_low_reserve',
  setOptionsTooManySigners: 'op_too_many_signers',
  setOptionsBadFlags: 'op_bad_flags',
  setOptionsCantChange: 'op_cant_change',
  setOptionsUnknownFlag: 'op_unknown_flag',
  setOptionsThresholdOutOfRange: 'op_threshold_out_of_range',
  setOptionsBadSigner: 'op_bad_signer',
  setOptionsInvalidHomeDomain: 'op_invalid_home_domain',
  setOptionsAuthRevocableRequired: 'op_auth_revocable_required',
  createClaimableBalanceSuccess: 'op_success',
  createClaimableBalanceMalformed: 'op_malformed',
  createClaimableBalanceLowReserve: 'op_low_reserve',
  createClaimableBalanceNoTrust: 'op_no_trust',
  createClaimableBalanceNotAuthorized: 'op_not_authorized',
  createClaimableBalanceUnderfunded: 'op_underfunded',
  claimClaimableBalanceSuccess: 'op_success',
  claimClaimableBalanceDoesNotExist: 'op_does_not_exist',
  claimClaimableBalanceCannotClaim: 'op_cannot_claim',
  claimClaimableBalanceLineFull: 'op_line_full',
  claimClaimableBalanceNoTrust: 'op_no_trust',
  claimClaimableBalanceNotAuthorized: 'op_not_authorized',
}

/** What a program reads from a result's XDR, in Horizon's words; `kinds` are those of the operations. */
export function codesOfResultXdr(base64: string, kinds: readonly string[]) {
  const { result } = stellar.xdr.TransactionResult.fromXdr(base64, 'base64')
  const code = TRANSACTION_CODES[result.type] ?? result.type
  if (result.type !== 'txSuccess' && result.type !== 'txFailed') return { code }
  const operations = result.results.map((one, index) => codeOfOperation(one, kinds[index]))
  return { code, operations }
}

/** The fee that the XDR names. */
export function feeOfResultXdr(base64: string): bigint {
  return stellar.xdr.TransactionResult.fromXdr(base64, 'base64').feeCharged
}

function codeOfOperation(result: xdr.OperationResult, kind = '') {
  if (result.type !== 'opInner') return OPERATION_CODES[result.type] ?? result.type
  const own = result.tr.type.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  if (own !== kind) return `the result of ${own} for ${kind}`
  const inner = result.tr.value as { type: string }
  return OPERATION_CODES[inner.type] ?? inner.type
}
