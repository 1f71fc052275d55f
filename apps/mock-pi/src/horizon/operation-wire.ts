import type { ChainOperationRecord } from '@aloha-pi/contracts/chain'
import type { LedgerOperation } from '../ledger/ledger.ts'
import { linksTo, secondsToWire } from './hal-links.ts'
import { detailsToWire, muxed } from './operation-details.ts'
import { transactionToWire } from './transaction-wire.ts'

/** An operation as Horizon shows it; with `join`, it contains its transaction. */
export function operationToWire(
  { id, operation, outcome, transaction }: LedgerOperation,
  url: string,
  join: boolean,
): ChainOperationRecord {
  const { envelope } = transaction
  const source = operation.source ?? envelope.source
  return {
    _links: operationLinks(String(id), envelope.hash, url),
    id: String(id),
    paging_token: String(id),
    transaction_successful: transaction.successful,
    source_account: source.address,
    ...muxed('source_account', source),
    created_at: secondsToWire(transaction.closedAt),
    transaction_hash: envelope.hash,
    ...(join && { transaction: transactionToWire(transaction, url) }),
    ...detailsToWire(operation, outcome, source),
  }
}

function operationLinks(id: string, hash: string, url: string) {
  const { link } = linksTo(url)
  return {
    self: link(`/operations/${id}`),
    transaction: link(`/transactions/${hash}`),
    effects: link(`/operations/${id}/effects`),
    succeeds: link(`/effects?order=desc&cursor=${id}`),
    precedes: link(`/effects?order=asc&cursor=${id}`),
  }
}
