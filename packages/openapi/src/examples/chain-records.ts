import type { ChainAccount, ChainLedger, ChainTransaction } from '@aloha-pi/contracts/chain'
import { appWallet, paymentId, txid, userWallet } from './identifiers.ts'

export const link = (path: string) => ({ href: `http://127.0.0.1:3141${path}` })
export const template = (path: string) => ({ ...link(path), templated: true })
export const paged = (path: string) => template(`${path}{?cursor,limit,order}`)

export const LEDGER = 25_933_848
export const CLOSED_AT = '2026-11-20T09:30:20Z'
const TOKEN = '111385028996272128'
export const OPERATION_ID = '111385028996272129'

/** A real transaction of 3.14 Pi, and what it comes to when it succeeds and when it fails. */
export const signedHash = '22a2809407c6322b177f861e8a1aa04fa5b0808f0e856040022de3ce82d1136a'
export const signedEnvelope =
  'AAAAAgAAAAD87DcKXi7WOXpMcdvKWa8wL7T90WRWENDsND3rLy9ANQABhqAAAAACAAAAAQAAAAEAAAAAAAAAAAAAAABrABN8AAAAAQAAABxSS285RHl5elltbW5xNHJvUzFpbmZ4eTFxYzRtAAAAAQAAAAAAAAABAAAAAGC2CiP6wGaoSSJvlN9eGHLScFgcZ3nt4npT84FZHwQWAAAAAAAAAAAB3yBAAAAAAAAAAAEURtIsAAAAQBPlIzGeK+SuegsHLBZnLXBViXZTlS3/bo+d2eTWlmYPyhY4hsvtS00pdjj6fTbXlr2ZL3qYj/5a2RJ50olNoA8='
export const underfundedResult = 'AAAAAAABhqD/////AAAAAQAAAAAAAAAB/////gAAAAA='
const succeededResult = 'AAAAAAABhqAAAAAAAAAAAQAAAAAAAAABAAAAAAAAAAA='

const recordOf = (hash: string): ChainTransaction => ({
  _links: {
    self: link(`/transactions/${hash}`),
    account: link(`/accounts/${userWallet}`),
    ledger: link(`/ledgers/${LEDGER}`),
    operations: paged(`/transactions/${hash}/operations`),
    effects: paged(`/transactions/${hash}/effects`),
    precedes: link(`/transactions?order=asc&cursor=${TOKEN}`),
    succeeds: link(`/transactions?order=desc&cursor=${TOKEN}`),
    transaction: link(`/transactions/${hash}`),
  },
  id: hash,
  paging_token: TOKEN,
  successful: true,
  hash,
  ledger: LEDGER,
  created_at: CLOSED_AT,
  source_account: userWallet,
  source_account_sequence: '8589934593',
  fee_account: userWallet,
  fee_charged: '100000',
  max_fee: '100000',
  operation_count: 1,
  memo_type: 'text',
  memo: paymentId,
  memo_bytes: 'UktvOUR5eXpZbW1ucTRyb1MxaW5meHkxcWM0bQ==',
  signatures: [
    'E+UjMZ4r5K56CwcsFmctcFWJdlOVLf9uj53Z5NaWZg/KFjiGy+1LTSl2OPp9NteWvZkvepiP/lrZEnnSiU2gDw==',
  ],
})

/** The test value of the aloha-pi API page, of which no one has the envelope. */
export const documentedTransaction = recordOf(txid)

export const transaction: ChainTransaction = {
  ...recordOf(signedHash),
  envelope_xdr: signedEnvelope,
  result_xdr: succeededResult,
  valid_after: '1970-01-01T00:00:00Z',
  valid_before: '2026-11-20T09:31:40Z',
  preconditions: { timebounds: { min_time: '0', max_time: '1795167100' } },
}

/** What operations of every type have. */
export const operationFields = {
  _links: {
    self: link(`/operations/${OPERATION_ID}`),
    transaction: link(`/transactions/${signedHash}`),
    effects: link(`/operations/${OPERATION_ID}/effects`),
    succeeds: link(`/effects?order=desc&cursor=${OPERATION_ID}`),
    precedes: link(`/effects?order=asc&cursor=${OPERATION_ID}`),
  },
  id: OPERATION_ID,
  paging_token: OPERATION_ID,
  transaction_successful: true,
  source_account: userWallet,
  created_at: CLOSED_AT,
  transaction_hash: signedHash,
}

export const payment = {
  ...operationFields,
  type: 'payment',
  type_i: 1,
  asset_type: 'native',
  from: userWallet,
  to: appWallet,
  amount: '3.1400000',
}

export const account: ChainAccount = {
  _links: {
    self: link(`/accounts/${userWallet}`),
    transactions: paged(`/accounts/${userWallet}/transactions`),
    operations: paged(`/accounts/${userWallet}/operations`),
    payments: paged(`/accounts/${userWallet}/payments`),
    effects: paged(`/accounts/${userWallet}/effects`),
  },
  id: userWallet,
  account_id: userWallet,
  sequence: '8589934593',
  sequence_ledger: LEDGER,
  sequence_time: '1795167020',
  subentry_count: 0,
  last_modified_ledger: LEDGER,
  last_modified_time: CLOSED_AT,
  thresholds: { low_threshold: 0, med_threshold: 0, high_threshold: 0 },
  flags: { auth_required: false, auth_revocable: false },
  balances: [
    {
      balance: '9996.8500000',
      buying_liabilities: '0.0000000',
      selling_liabilities: '0.0000000',
      asset_type: 'native',
    },
  ],
  signers: [{ weight: 1, key: userWallet, type: 'ed25519_public_key' }],
  num_sponsoring: 0,
  num_sponsored: 0,
  data: {},
  paging_token: userWallet,
}

export const ledger: ChainLedger = {
  _links: {
    self: link(`/ledgers/${LEDGER}`),
    transactions: paged(`/ledgers/${LEDGER}/transactions`),
    operations: paged(`/ledgers/${LEDGER}/operations`),
    payments: paged(`/ledgers/${LEDGER}/payments`),
    effects: paged(`/ledgers/${LEDGER}/effects`),
  },
  id: 'c'.repeat(64),
  paging_token: '111385028996268032',
  hash: 'c'.repeat(64),
  prev_hash: 'b'.repeat(64),
  sequence: LEDGER,
  successful_transaction_count: 1,
  failed_transaction_count: 0,
  operation_count: 1,
  tx_set_operation_count: 1,
  closed_at: CLOSED_AT,
  total_coins: '100000000000.0000000',
  fee_pool: '0.0100000',
  base_fee_in_stroops: 100_000,
  base_reserve_in_stroops: 4_900_000,
  max_tx_set_size: 1000,
  protocol_version: 23,
}
