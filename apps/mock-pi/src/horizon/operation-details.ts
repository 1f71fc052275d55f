import { formatStroops } from '@aloha-pi/contracts/platform'
import { ACCOUNT_FLAG_NAMES } from '../ledger/account-flags.ts'
import type { AccountOptions, AccountRef, Claimant, Operation } from '../ledger/envelope.ts'
import { balanceOf, type Outcome } from '../ledger/outcome.ts'
import { assetToWire, canonicalAsset } from './asset-wire.ts'
import { predicateToWire } from './predicate-wire.ts'

/** The type, its number on the chain, and what belongs to it. */
export function detailsToWire(
  operation: Operation,
  outcome: Outcome | undefined,
  source: AccountRef,
) {
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
    case 'change_trust': {
      const asset = assetToWire(operation.asset)
      return {
        type: operation.type,
        type_i: 6,
        ...asset,
        trustee: asset.asset_issuer,
        trustor: source.address,
        ...muxed('trustor', source),
        limit: formatStroops(operation.limit),
      }
    }
    case 'set_options':
      return { type: operation.type, type_i: 5, ...optionsToWire(operation.options) }
    case 'create_claimable_balance': {
      const balance = balanceOf(outcome)
      return {
        type: operation.type,
        type_i: 14,
        // Horizon names who pays the reserve of what an operation made.
        ...(balance != null && { sponsor: balance.sponsor }),
        asset: canonicalAsset(operation.asset),
        amount: formatStroops(operation.amount),
        claimants: operation.claimants.map(claimantToWire),
      }
    }
    case 'claim_claimable_balance':
      return {
        type: operation.type,
        type_i: 15,
        balance_id: operation.balanceId,
        claimant: source.address,
        ...muxed('claimant', source),
      }
    case 'not_simulated':
      throw new Error(`The operation ${operation.name} is in a ledger that does not simulate it`)
  }
}

export function claimantToWire({ destination, predicate }: Claimant) {
  return { destination, predicate: predicateToWire(predicate) }
}

/** Only what the operation names; Horizon leaves out an empty home domain. */
function optionsToWire(options: AccountOptions) {
  const { homeDomain, signer, masterWeight, lowThreshold, mediumThreshold, highThreshold } = options
  return {
    ...(homeDomain != null &&
      homeDomain.length > 0 && { home_domain: homeDomain.toString('latin1') }),
    ...(masterWeight != null && { master_key_weight: masterWeight }),
    ...(signer != null && { signer_key: signer.key, signer_weight: signer.weight }),
    ...flagsToWire('set', options.setFlags),
    ...flagsToWire('clear', options.clearFlags),
    ...(lowThreshold != null && { low_threshold: lowThreshold }),
    ...(mediumThreshold != null && { med_threshold: mediumThreshold }),
    ...(highThreshold != null && { high_threshold: highThreshold }),
  }
}

function flagsToWire(what: 'set' | 'clear', flags = 0) {
  const named = ACCOUNT_FLAG_NAMES.filter(([bit]) => (flags & bit) !== 0)
  if (named.length === 0) return {}
  return {
    [`${what}_flags`]: named.map(([bit]) => bit),
    [`${what}_flags_s`]: named.map(([, name]) => name),
  }
}

/** The M… form of an account, where the sender used it. */
export function muxed(name: string, { muxed }: AccountRef): Record<string, string> {
  if (muxed == null) return {}
  return { [`${name}_muxed`]: muxed.address, [`${name}_muxed_id`]: String(muxed.id) }
}
