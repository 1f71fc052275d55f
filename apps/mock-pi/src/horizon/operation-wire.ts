import type { ChainOperationRecord } from '@aloha-pi/contracts/chain'
import { formatStroops } from '@aloha-pi/contracts/platform'
import type { AccountRef, Operation } from '../ledger/envelope.ts'
import type { LedgerOperation } from '../ledger/ledger.ts'
import { assetToWire } from './asset-wire.ts'
import { linksTo, secondsToWire } from './hal-links.ts'
import { transactionToWire } from './transaction-wire.ts'

/** An operation as Horizon shows it; with `join`, its transaction is inside. */
export function operationToWire(
  { id, operation, transaction }: LedgerOperation,
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
    ...details(operation, source),
  }
}

/** Horizon also leads to effects, which are not served. */
function operationLinks(id: string, hash: string, url: string) {
  const { link } = linksTo(url)
  return {
    self: link(`/operations/${id}`),
    transaction: link(`/transactions/${hash}`),
  }
}

/** The type, its number on the chain, and what belongs to it. */
function details(operation: Operation, source: AccountRef) {
  switch (operation.type) {
    case 'payment':
      return {
        type: operation.type,
        type_i: 1,
        ...assetToWire(operation.asset),
        from: source.address,
        ...muxed('from', source),
        to: operation.to.address,
        ...muxed('to', operation.to),
        amount: formatStroops(operation.amount),
      }
    case 'create_account':
      return {
        type: operation.type,
        type_i: 0,
        starting_balance: formatStroops(operation.startingBalance),
        funder: source.address,
        ...muxed('funder', source),
        account: operation.to.address,
      }
    case 'bump_sequence':
      return { type: operation.type, type_i: 11, bump_to: String(operation.bumpTo) }
    case 'not_simulated':
      throw new Error(`The operation ${operation.name} is in a ledger, but is not simulated`)
  }
}

/** The M… form of an account, where the sender used it. */
function muxed(name: string, { muxed }: AccountRef): Record<string, string> {
  if (muxed == null) return {}
  return { [`${name}_muxed`]: muxed.address, [`${name}_muxed_id`]: String(muxed.id) }
}
