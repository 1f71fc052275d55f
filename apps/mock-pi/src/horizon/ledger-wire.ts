import type { ChainLedger } from '@aloha-pi/contracts/chain'
import { formatStroops } from '@aloha-pi/contracts/platform'
import type { LedgerHeader } from '../ledger/ledger.ts'
import { BASE_FEE, BASE_RESERVE } from '../ledger/network-parameters.ts'
import { totalOrderId } from '../ledger/total-order-id.ts'
import type { ChainVersions } from './chain-versions.ts'
import { linksTo, secondsToWire } from './hal-links.ts'

/** Operations that fit into a ledger. Assumed: no one has published Pi's. */
export const MAX_TX_SET_SIZE = 1000

/** A ledger as Horizon shows it, without `header_xdr`: the mock has no such header. */
export function ledgerToWire(
  header: LedgerHeader,
  url: string,
  { protocol }: Pick<ChainVersions, 'protocol'>,
): ChainLedger {
  const { sequence } = header
  return {
    _links: ledgerLinks(sequence, url),
    id: header.hash,
    paging_token: String(totalOrderId(sequence)),
    hash: header.hash,
    // The first ledger has none before it.
    ...(sequence > 1 && { prev_hash: header.previousHash }),
    sequence,
    successful_transaction_count: header.successfulTransactions,
    failed_transaction_count: header.failedTransactions,
    operation_count: header.operations,
    tx_set_operation_count: header.allOperations,
    closed_at: secondsToWire(header.closedAt),
    total_coins: formatStroops(header.totalCoins),
    fee_pool: formatStroops(header.feePool),
    base_fee_in_stroops: Number(BASE_FEE),
    base_reserve_in_stroops: Number(BASE_RESERVE),
    max_tx_set_size: MAX_TX_SET_SIZE,
    protocol_version: protocol,
  }
}

function ledgerLinks(sequence: number, url: string) {
  const { link, paged } = linksTo(url)
  const self = `/ledgers/${sequence}`
  return {
    self: link(self),
    transactions: paged(`${self}/transactions`),
    operations: paged(`${self}/operations`),
    payments: paged(`${self}/payments`),
    effects: paged(`${self}/effects`),
  }
}
