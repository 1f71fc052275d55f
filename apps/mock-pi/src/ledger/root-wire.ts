import type { Network } from '@aloha-pi/contracts/platform'
import type { LedgerHeader } from './ledger.ts'

/** Versions that Pi's Mainnet reported in December 2025. */
const VERSIONS = {
  horizon_version: '2.23.1-6def2295c2e739883f028b5098c30d82969a94a5',
  core_version: 'stellar-core 19.6.0',
  current_protocol_version: 19,
  supported_protocol_version: 19,
  core_supported_protocol_version: 19,
}

/** The HAL root of Horizon. The Ruby SDK follows its templates. */
export function rootToWire({ sequence, closedAt }: LedgerHeader, network: Network, url: string) {
  const link = (path: string) => ({ href: `${url}${path}`, templated: path.includes('{') })
  return {
    _links: {
      self: link('/'),
      account: link('/accounts/{account_id}'),
      account_transactions: link('/accounts/{account_id}/transactions{?cursor,limit,order}'),
      fee_stats: link('/fee_stats'),
      ledger: link('/ledgers/{sequence}'),
      ledgers: link('/ledgers{?cursor,limit,order}'),
      operations: link('/operations{?cursor,limit,order,include_failed}'),
      payments: link('/payments{?cursor,limit,order,include_failed}'),
      transaction: link('/transactions/{hash}'),
      transactions: link('/transactions{?cursor,limit,order}'),
    },
    ...VERSIONS,
    ingest_latest_ledger: sequence,
    history_latest_ledger: sequence,
    history_latest_ledger_closed_at: new Date(closedAt).toISOString().replace(/\.\d{3}/, ''),
    history_elder_ledger: 1,
    core_latest_ledger: sequence,
    network_passphrase: network,
  }
}
