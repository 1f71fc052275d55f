/** Types of effects that operations of this ledger have, and Horizon's numbers for them. */
export const EFFECT_TYPES = {
  account_created: 0,
  account_credited: 2,
  account_debited: 3,
  account_thresholds_updated: 4,
  account_home_domain_updated: 5,
  account_flags_updated: 6,
  signer_created: 10,
  signer_removed: 11,
  signer_updated: 12,
  trustline_created: 20,
  trustline_removed: 21,
  trustline_updated: 22,
  sequence_bumped: 43,
  claimable_balance_created: 50,
  claimable_balance_claimant_created: 51,
  claimable_balance_claimed: 52,
  claimable_balance_sponsorship_created: 69,
  claimable_balance_sponsorship_removed: 71,
} as const
export type EffectType = keyof typeof EFFECT_TYPES
