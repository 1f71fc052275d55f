import type { ChainAccount } from '@aloha-pi/contracts/chain'
import { formatStroops } from '@aloha-pi/contracts/platform'
import type { Account, Holding } from '../ledger/ledger.ts'
import { assetToWire } from './asset-wire.ts'
import { linksTo, secondsToWire } from './hal-links.ts'

const NONE = formatStroops(0n)

/** An account as Horizon shows it: one key of weight 1, Pi last among the balances. */
export function accountToWire(account: Account, url: string): ChainAccount {
  const { address } = account
  return {
    _links: accountLinks(address, url),
    id: address,
    account_id: address,
    sequence: String(account.sequence),
    ...sequenceMoved(account),
    subentry_count: account.holdings.length,
    last_modified_ledger: account.lastModifiedLedger,
    last_modified_time: secondsToWire(account.lastModifiedAt),
    thresholds: { low_threshold: 0, med_threshold: 0, high_threshold: 0 },
    flags: {
      auth_required: false,
      auth_revocable: false,
      auth_immutable: false,
      auth_clawback_enabled: false,
    },
    balances: [
      ...account.holdings.map(holdingToWire),
      {
        balance: formatStroops(account.balance),
        buying_liabilities: NONE,
        selling_liabilities: NONE,
        asset_type: 'native',
      },
    ],
    signers: [{ weight: 1, key: address, type: 'ed25519_public_key' }],
    data: {},
    num_sponsoring: 0,
    num_sponsored: 0,
    paging_token: address,
  }
}

/** A trustline that its issuer has not restricted. */
function holdingToWire({ asset, balance, limit, lastModifiedLedger }: Holding) {
  return {
    balance: formatStroops(balance),
    limit: formatStroops(limit),
    buying_liabilities: NONE,
    selling_liabilities: NONE,
    last_modified_ledger: lastModifiedLedger,
    is_authorized: true,
    is_authorized_to_maintain_liabilities: true,
    ...assetToWire(asset),
  }
}

/** Horizon leaves both out until the sequence moves for the first time. */
function sequenceMoved({ sequenceLedger, sequenceTime }: Account) {
  if (sequenceLedger === 0) return {}
  return {
    sequence_ledger: sequenceLedger,
    sequence_time: String(Math.floor(sequenceTime / 1000)),
  }
}

function accountLinks(address: string, url: string) {
  const { link, template, paged } = linksTo(url)
  const self = `/accounts/${address}`
  return {
    self: link(self),
    transactions: paged(`${self}/transactions`),
    operations: paged(`${self}/operations`),
    payments: paged(`${self}/payments`),
    offers: paged(`${self}/offers`),
    trades: paged(`${self}/trades`),
    data: template(`${self}/data/{key}`),
  }
}
