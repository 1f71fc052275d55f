import type { ChainRoot } from '@aloha-pi/contracts/chain'
import type { Network } from '@aloha-pi/contracts/platform'
import type { LedgerView } from '../ledger/ledger.ts'
import { linksTo, secondsToWire } from './hal-links.ts'

/** The protocol that Pi's Mainnet reported in December 2025. */
export const PROTOCOL_VERSION = 19
/** Versions that it reported then. */
const VERSIONS = {
  horizon_version: '2.23.1-6def2295c2e739883f028b5098c30d82969a94a5',
  core_version: 'stellar-core 19.6.0',
  current_protocol_version: PROTOCOL_VERSION,
  supported_protocol_version: PROTOCOL_VERSION,
  core_supported_protocol_version: PROTOCOL_VERSION,
}

/** The root document: what is read comes from `view`, while the core knows `coreLatest` already. */
export function rootToWire(
  view: LedgerView,
  coreLatest: number,
  network: Network,
  url: string,
): ChainRoot {
  const { sequence, closedAt } = view.latest()
  return {
    _links: templates(url),
    ...VERSIONS,
    ingest_latest_ledger: sequence,
    history_latest_ledger: sequence,
    history_latest_ledger_closed_at: secondsToWire(closedAt),
    history_elder_ledger: view.elder(),
    core_latest_ledger: coreLatest,
    network_passphrase: network,
  }
}

/** The Ruby SDK follows these. Horizon has more, for what the mock does not have. */
function templates(url: string) {
  const { link, template, paged } = linksTo(url)
  return {
    account: template('/accounts/{account_id}'),
    account_transactions: paged('/accounts/{account_id}/transactions'),
    assets: template('/assets{?asset_code,asset_issuer,cursor,limit,order}'),
    claimable_balances: template('/claimable_balances{?asset,sponsor,claimant,cursor,limit,order}'),
    fee_stats: link('/fee_stats'),
    ledger: template('/ledgers/{sequence}'),
    ledgers: paged('/ledgers'),
    liquidity_pools: template('/liquidity_pools{?reserves,account,cursor,limit,order}'),
    offers: template('/offers{?selling,buying,seller,sponsor,cursor,limit,order}'),
    operation: template('/operations/{id}'),
    operations: template('/operations{?cursor,limit,order,include_failed}'),
    payments: template('/payments{?cursor,limit,order,include_failed}'),
    self: link('/'),
    trades: paged('/trades'),
    transaction: template('/transactions/{hash}'),
    transactions: paged('/transactions'),
  }
}
