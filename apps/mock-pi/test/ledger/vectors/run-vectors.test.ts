import { describe, expect, test } from 'vitest'
import { balanceVectors, claimVectors } from './balance-vectors.ts'
import { compareWithStellar, readByStellar } from './compare-with-stellar.ts'
import { brokenVectors, formVectors, memoVectors } from './envelope-vectors.ts'
import { issuedBalanceVectors } from './issued-balance-vectors.ts'
import { expectedEnd, observeEnd } from './observe-end.ts'
import { accountVectors, feeVectors, paymentVectors, severalVectors } from './money-vectors.ts'
import { optionVectors } from './option-vectors.ts'
import { sequenceVectors } from './sequence-vectors.ts'
import { signatureVectors } from './signature-vectors.ts'
import { timeVectors } from './time-vectors.ts'
import { assetVectors, trustVectors } from './trust-vectors.ts'
import { weightVectors } from './weight-vectors.ts'

const tables = {
  time: timeVectors,
  sequence: sequenceVectors,
  signature: signatureVectors,
  fee: feeVectors,
  payment: paymentVectors,
  'new account': accountVectors,
  'several operations': severalVectors,
  memo: memoVectors,
  form: formVectors,
  broken: brokenVectors,
  trust: trustVectors,
  'issued asset': assetVectors,
  'claimable balance': balanceVectors,
  claim: claimVectors,
  'balance of an issued asset': issuedBalanceVectors,
  options: optionVectors,
  'weight of signatures': weightVectors,
}
const vectors = Object.entries(tables).flatMap(([table, rows]) =>
  rows.map((vector) => ({ table, vector, name: vector.name })),
)

describe.each(vectors)('$table: $name', ({ vector }) => {
  test('M8: it ends as core ends it', () => {
    expect(observeEnd(vector)).toEqual(expectedEnd(vector))
  })

  test('M8: hash and signatures are those of stellar’s library', () => {
    expect(compareWithStellar(vector)).toEqual(readByStellar(vector))
  })
})

test('M8: the vectors cover every code that can occur', () => {
  const codes = vectors.flatMap(({ vector }) =>
    'code' in vector ? [vector.code, ...(vector.operations ?? [])] : [],
  )
  expect(vectors.length).toBeGreaterThanOrEqual(90)
  expect([...new Set(codes)].sort()).toEqual([
    'op_already_exists',
    'op_auth_revocable_required',
    'op_bad_auth',
    'op_bad_flags',
    'op_bad_seq',
    'op_bad_signer',
    'op_cannot_claim',
    'op_cant_change',
    'op_does_not_exist',
    'op_invalid_home_domain',
    'op_invalid_limit',
    'op_line_full',
    'op_low_reserve',
    'op_malformed',
    'op_no_destination',
    'op_no_issuer',
    'op_no_source_account',
    'op_no_trust',
    'op_not_authorized',
    'op_not_supported',
    'op_src_no_trust',
    'op_src_not_authorized',
    'op_success',
    'op_threshold_out_of_range',
    'op_too_many_signers',
    'op_too_many_subentries',
    'op_underfunded',
    'op_unknown_flag',
    'tx_bad_auth',
    'tx_bad_auth_extra',
    'tx_bad_minseq_age_or_gap',
    'tx_bad_seq',
    'tx_failed',
    'tx_insufficient_balance',
    'tx_insufficient_fee',
    'tx_malformed',
    'tx_missing_operation',
    'tx_no_source_account',
    'tx_not_supported',
    'tx_success',
    'tx_too_early',
    'tx_too_late',
  ])
})
