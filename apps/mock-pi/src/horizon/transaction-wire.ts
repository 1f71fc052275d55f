import type { ChainTransaction } from '@aloha-pi/contracts/chain'
import type { LedgerTransaction } from '../ledger/ledger.ts'
import { totalOrderId } from '../ledger/total-order-id.ts'
import { linksTo, secondsToWire } from './hal-links.ts'
import { memoToWire } from './memo-wire.ts'
import { preconditionsToWire } from './preconditions-wire.ts'

/**
 * A transaction as Horizon shows it when asked to skip the metadata: without `result_meta_xdr` and
 * `fee_meta_xdr`, which describe ledger entries that the mock does not have.
 */
export function transactionToWire(transaction: LedgerTransaction, url: string): ChainTransaction {
  const { envelope, ledger, index } = transaction
  const { hash, source } = envelope
  const token = String(totalOrderId(ledger, index))
  return {
    ...memoToWire(envelope.memo),
    _links: transactionLinks({ hash, ledger, token, account: source.address }, url),
    id: hash,
    paging_token: token,
    successful: transaction.successful,
    hash,
    ledger,
    created_at: secondsToWire(transaction.closedAt),
    source_account: source.address,
    ...(source.muxed != null && {
      account_muxed: source.muxed.address,
      account_muxed_id: String(source.muxed.id),
    }),
    source_account_sequence: String(envelope.sequence),
    fee_account: source.address,
    ...(source.muxed != null && {
      fee_account_muxed: source.muxed.address,
      fee_account_muxed_id: String(source.muxed.id),
    }),
    fee_charged: String(transaction.feeCharged),
    max_fee: String(envelope.maxFee),
    operation_count: envelope.operations.length,
    envelope_xdr: envelope.xdr,
    result_xdr: transaction.resultXdr,
    signatures: envelope.signatures.map(({ signature }) => signature.toString('base64')),
    ...preconditionsToWire(envelope.preconditions),
  }
}

/** Where a transaction leads to. */
export function transactionLinks(
  place: { hash: string; ledger: number; token: string; account: string },
  url: string,
) {
  const { link, paged } = linksTo(url)
  const self = `/transactions/${place.hash}`
  return {
    self: link(self),
    account: link(`/accounts/${place.account}`),
    ledger: link(`/ledgers/${place.ledger}`),
    operations: paged(`${self}/operations`),
    effects: paged(`${self}/effects`),
    precedes: link(`/transactions?order=asc&cursor=${place.token}`),
    succeeds: link(`/transactions?order=desc&cursor=${place.token}`),
    transaction: link(self),
  }
}
