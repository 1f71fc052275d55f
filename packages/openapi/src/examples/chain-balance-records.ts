import type { ChainClaimableBalance, ChainEffect } from '@aloha-pi/contracts/chain'
import { CLOSED_AT, LEDGER, link, OPERATION_ID, operationFields, paged } from './chain-records.ts'
import { appWallet, userWallet } from './identifiers.ts'

const balanceId = '00000000a1c4ad06b27c1b4b2b8e1f7e6a7d0a3b5c9e8f7d6c5b4a3928170605f4e3d2c1'
const self = `/claimable_balances/${balanceId}`

/** A lockup: the user may claim it again when a year is over. */
const claimants = [
  {
    destination: userWallet,
    predicate: {
      not: { abs_before: '2027-11-20T09:30:20Z', abs_before_epoch: '1826703020' },
    },
  },
]

export const claimableBalance: ChainClaimableBalance = {
  _links: {
    self: link(self),
    transactions: paged(`${self}/transactions`),
    operations: paged(`${self}/operations`),
  },
  id: balanceId,
  asset: 'native',
  amount: '100.0000000',
  sponsor: userWallet,
  last_modified_ledger: LEDGER,
  last_modified_time: CLOSED_AT,
  claimants,
  flags: { clawback_enabled: false },
  paging_token: `${LEDGER}-${balanceId}`,
}

export const lockup = {
  ...operationFields,
  type: 'create_claimable_balance',
  type_i: 14,
  sponsor: userWallet,
  asset: 'native',
  amount: '100.0000000',
  claimants,
}

export const effect: ChainEffect = {
  _links: {
    operation: link(`/operations/${OPERATION_ID}`),
    succeeds: link(`/effects?order=desc&cursor=${OPERATION_ID}-1`),
    precedes: link(`/effects?order=asc&cursor=${OPERATION_ID}-1`),
  },
  id: `0${OPERATION_ID}-0000000001`,
  paging_token: `${OPERATION_ID}-1`,
  account: appWallet,
  type: 'account_credited',
  type_i: 2,
  created_at: CLOSED_AT,
  asset_type: 'native',
  amount: '3.1400000',
}
