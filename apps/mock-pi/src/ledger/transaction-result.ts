/** Result codes in Horizon's words. */
export type TransactionCode =
  | 'tx_success'
  | 'tx_failed'
  | 'tx_too_early'
  | 'tx_too_late'
  | 'tx_missing_operation'
  | 'tx_bad_seq'
  | 'tx_bad_auth'
  | 'tx_insufficient_balance'
  | 'tx_no_source_account'
  | 'tx_insufficient_fee'
  | 'tx_bad_auth_extra'
  | 'tx_internal_error'
  | 'tx_not_supported'
  | 'tx_bad_minseq_age_or_gap'
  | 'tx_malformed'

export type OperationCode =
  | 'op_success'
  | 'op_inner'
  | 'op_bad_auth'
  | 'op_no_source_account'
  | 'op_not_supported'
  | 'op_malformed'
  | 'op_underfunded'
  | 'op_src_no_trust'
  | 'op_no_destination'
  | 'op_no_trust'
  | 'op_line_full'
  | 'op_low_reserve'
  | 'op_already_exists'
  | 'op_bad_seq'
  | 'op_src_not_authorized'
  | 'op_not_authorized'
  | 'op_no_issuer'
  | 'op_invalid_limit'
  | 'op_too_many_subentries'
  | 'op_too_many_signers'
  | 'op_bad_flags'
  | 'op_cant_change'
  | 'op_unknown_flag'
  | 'op_threshold_out_of_range'
  | 'op_bad_signer'
  | 'op_invalid_home_domain'
  | 'op_auth_revocable_required'
  | 'op_does_not_exist'
  | 'op_cannot_claim'

/** What became of a transaction; `operations` stands for `tx_success` and `tx_failed` only. */
export type TransactionResult = {
  code: TransactionCode
  operations?: readonly OperationCode[]
}
