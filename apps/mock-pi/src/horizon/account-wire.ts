import type { ChainAccount } from '@aloha-pi/contracts/chain'
import { formatStroops } from '@aloha-pi/contracts/platform'
import { ACCOUNT_FLAGS, TRUSTLINE_FLAGS } from '../ledger/account-flags.ts'
import type { Account, Holding } from '../ledger/ledger.ts'
import { subentriesOf } from '../ledger/network-parameters.ts'
import { assetToWire } from './asset-wire.ts'
import { linksTo, secondsToWire } from './hal-links.ts'

const NONE = formatStroops(0n)

/** An account as Horizon shows it, with Pi last among the balances. */
export function accountToWire(account: Account, url: string): ChainAccount {
  const { address } = account
  return {
    _links: accountLinks(address, url),
    id: address,
    account_id: address,
    sequence: String(account.sequence),
    ...sequenceMoved(account),
    subentry_count: subentriesOf(account),
    ...(account.homeDomain !== '' && { home_domain: account.homeDomain }),
    last_modified_ledger: account.lastModifiedLedger,
    last_modified_time: secondsToWire(account.lastModifiedAt),
    thresholds: {
      low_threshold: account.thresholds.low,
      med_threshold: account.thresholds.medium,
      high_threshold: account.thresholds.high,
    },
    flags: flagsToWire(account.flags),
    balances: [
      ...account.holdings.toSorted(byAsset).map(holdingToWire),
      {
        balance: formatStroops(account.balance),
        buying_liabilities: NONE,
        selling_liabilities: NONE,
        asset_type: 'native',
      },
    ],
    signers: signersToWire(account),
    data: {},
    num_sponsoring: account.numSponsoring,
    num_sponsored: 0,
    paging_token: address,
  }
}

function flagsToWire(flags: number) {
  const has = (bit: number) => (flags & bit) !== 0
  return {
    auth_required: has(ACCOUNT_FLAGS.required),
    auth_revocable: has(ACCOUNT_FLAGS.revocable),
    auth_immutable: has(ACCOUNT_FLAGS.immutable),
    auth_clawback_enabled: has(ACCOUNT_FLAGS.clawbackEnabled),
  }
}

/** By their keys; the account's own is among them, and last where it has no weight. */
function signersToWire({ address, thresholds: { master }, signers }: Account) {
  const own = { key: address, weight: master }
  const weighty = master > 0 ? [...signers, own] : signers
  const sorted = weighty.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return (master > 0 ? sorted : [...sorted, own]).map(({ key, weight }) => ({
    weight,
    key,
    type: SIGNER_TYPES.get(key.charAt(0)) ?? 'ed25519_public_key',
  }))
}

const SIGNER_TYPES = new Map([
  ['T', 'preauth_tx'],
  ['X', 'sha256_hash'],
])

/** Horizon sorts trustlines by code and issuer. */
function byAsset({ asset: a }: Holding, { asset: b }: Holding): number {
  return `${a.code}\0${a.issuer}` < `${b.code}\0${b.issuer}` ? -1 : 1
}

function holdingToWire({ asset, balance, limit, flags, lastModifiedLedger }: Holding) {
  const isAuthorized = (flags & TRUSTLINE_FLAGS.authorized) !== 0
  const isClawbackEnabled = (flags & TRUSTLINE_FLAGS.clawbackEnabled) !== 0
  return {
    balance: formatStroops(balance),
    limit: formatStroops(limit),
    buying_liabilities: NONE,
    selling_liabilities: NONE,
    last_modified_ledger: lastModifiedLedger,
    is_authorized: isAuthorized,
    is_authorized_to_maintain_liabilities: isAuthorized,
    ...(isClawbackEnabled && { is_clawback_enabled: true }),
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
    effects: paged(`${self}/effects`),
    offers: paged(`${self}/offers`),
    trades: paged(`${self}/trades`),
    data: template(`${self}/data/{key}`),
  }
}
