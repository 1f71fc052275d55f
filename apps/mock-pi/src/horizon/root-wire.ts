import type { ChainRoot } from '@aloha-pi/contracts/chain'
import type { Network, Settings } from '@aloha-pi/contracts/wire'
import type { LedgerView } from '../ledger/ledger.ts'
import { CHAIN_VERSIONS } from './chain-versions.ts'
import { linksTo, secondsToWire } from './hal-links.ts'

/** The root document: what is read comes from `view`, while the core knows `coreLatest` already. */
export function rootToWire(
  view: LedgerView,
  coreLatest: number,
  { network, chain, url }: { network: Network; chain: Settings['chain']; url: string },
): ChainRoot {
  const { sequence, closedAt } = view.latest()
  const { horizon_version, core_version, protocol } = CHAIN_VERSIONS[chain]
  return {
    _links: templates(url),
    horizon_version,
    core_version,
    ingest_latest_ledger: sequence,
    history_latest_ledger: sequence,
    history_latest_ledger_closed_at: secondsToWire(closedAt),
    history_elder_ledger: view.elder(),
    core_latest_ledger: coreLatest,
    network_passphrase: network,
    current_protocol_version: protocol,
    supported_protocol_version: protocol,
    core_supported_protocol_version: protocol,
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
    effects: paged('/effects'),
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
