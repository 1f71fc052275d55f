import { formatStroops } from '@aloha-pi/contracts/platform'
import { ACCOUNT_FLAGS } from '../ledger/account-flags.ts'
import type { AccountOptions, AccountRef, Asset, Claimant } from '../ledger/envelope.ts'
import type { LedgerOperation } from '../ledger/ledger.ts'
import { balanceOf, type BalanceFacts, type SignerChange } from '../ledger/outcome.ts'
import { assetToWire, canonicalAsset } from './asset-wire.ts'
import type { EffectType } from './effect-types.ts'
import { predicateToWire } from './predicate-wire.ts'

/** One change of an account that an operation made, as Horizon names it. */
export type Effect = { account: AccountRef; type: EffectType; details: Record<string, unknown> }

/** The effects of an operation in the order in which Horizon numbers them; none of one that failed. */
export function effectsOf({ operation, outcome, transaction }: LedgerOperation): Effect[] {
  if (!transaction.successful) return []
  const source = operation.source ?? transaction.envelope.source
  const ofSource = (type: EffectType, details: Effect['details']) =>
    ({ account: source, type, details }) satisfies Effect
  switch (operation.type) {
    case 'payment': {
      const moved = amountOf(operation)
      return [
        { account: operation.to, type: 'account_credited', details: moved },
        ofSource('account_debited', moved),
      ]
    }
    case 'create_account': {
      const { to, startingBalance } = operation
      const starting_balance = formatStroops(startingBalance)
      const paid = amountOf({ asset: 'native', amount: startingBalance })
      return [
        { account: to, type: 'account_created', details: { starting_balance } },
        ofSource('account_debited', paid),
        { account: to, type: 'signer_created', details: signerDetails(to.address, 1) },
      ]
    }
    case 'bump_sequence':
      return outcome?.type === 'sequence_bumped'
        ? [ofSource('sequence_bumped', { new_seq: String(outcome.sequence) })]
        : []
    case 'change_trust': {
      const { asset, limit } = operation
      const details = { ...assetToWire(asset), limit: formatStroops(limit) }
      return outcome?.type === 'trustline' ? [ofSource(`trustline_${outcome.change}`, details)] : []
    }
    case 'set_options': {
      const changes = outcome?.type === 'signers' ? outcome.changes : []
      return [...optionEffects(operation.options), ...changes.map(signerEffect)].map(
        ([type, details]) => ofSource(type, details),
      )
    }
    case 'create_claimable_balance': {
      const balance = balanceFrom(outcome)
      return [
        ofSource('claimable_balance_created', balanceDetails(balance)),
        ...operation.claimants.map((claimant) => claimantEffect(claimant, balance)),
        ofSource('account_debited', amountOf(operation)),
        ofSource('claimable_balance_sponsorship_created', {
          balance_id: balance.id,
          sponsor: balance.sponsor,
        }),
      ]
    }
    case 'claim_claimable_balance': {
      const balance = balanceFrom(outcome)
      return [
        ofSource('claimable_balance_claimed', balanceDetails(balance)),
        ofSource('account_credited', amountOf(balance)),
        ofSource('claimable_balance_sponsorship_removed', {
          balance_id: balance.id,
          former_sponsor: balance.sponsor,
        }),
      ]
    }
    case 'not_simulated':
      throw new Error(`The operation ${operation.name} is in a ledger that does not simulate it`)
  }
}

function amountOf({ asset, amount }: { asset: Asset; amount: bigint }) {
  return { ...assetToWire(asset), amount: formatStroops(amount) }
}

function balanceFrom(outcome: LedgerOperation['outcome']): BalanceFacts {
  const balance = balanceOf(outcome)
  if (balance == null) throw new Error('An operation that succeeded has no claimable balance')
  return balance
}

function balanceDetails({ id, asset, amount }: BalanceFacts) {
  return { asset: canonicalAsset(asset), balance_id: id, amount: formatStroops(amount) }
}

/** With the predicate as it was sent: its times may be relative. */
function claimantEffect({ destination, predicate }: Claimant, balance: BalanceFacts): Effect {
  return {
    account: { address: destination },
    type: 'claimable_balance_claimant_created',
    details: { ...balanceDetails(balance), predicate: predicateToWire(predicate) },
  }
}

type OwnEffect = [EffectType, Effect['details']]

function optionEffects(options: AccountOptions): OwnEffect[] {
  const { homeDomain, lowThreshold, mediumThreshold, highThreshold } = options
  const thresholds = [lowThreshold, mediumThreshold, highThreshold]
  const { setFlags = 0, clearFlags = 0 } = options
  const effects: OwnEffect[] = []
  if (homeDomain != null) {
    effects.push(['account_home_domain_updated', { home_domain: homeDomain.toString('latin1') }])
  }
  if (thresholds.some((each) => each != null)) {
    // Horizon writes 0 for a threshold that the operation did not name.
    const [low_threshold = 0, med_threshold = 0, high_threshold = 0] = thresholds
    effects.push(['account_thresholds_updated', { low_threshold, med_threshold, high_threshold }])
  }
  if ((setFlags | clearFlags) !== 0) {
    // Of all flags Horizon shows this one: it looks for the others under a name that it does not write.
    const isSet = (setFlags & ACCOUNT_FLAGS.required) !== 0
    const isNamed = isSet || (clearFlags & ACCOUNT_FLAGS.required) !== 0
    effects.push(['account_flags_updated', isNamed ? { auth_required_flag: isSet } : {}])
  }
  return effects
}

function signerEffect({ key, before, after }: SignerChange): OwnEffect {
  if (after == null) return ['signer_removed', signerDetails(key, 0)]
  return [before == null ? 'signer_created' : 'signer_updated', signerDetails(key, after)]
}

/** Horizon has an empty `key` beside the key. */
function signerDetails(public_key: string, weight: number) {
  return { weight, public_key, key: '' }
}
