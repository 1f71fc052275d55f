/** Bits of an account's flags (core: AccountFlags). */
export const ACCOUNT_FLAGS = {
  required: 1,
  revocable: 2,
  immutable: 4,
  clawbackEnabled: 8,
} as const
/** All that protocol 17 and later know. */
export const ALL_ACCOUNT_FLAGS = 15

/** Bits of a trustline's flags (core: TrustLineFlags). 2, to maintain liabilities only, cannot come about here. */
export const TRUSTLINE_FLAGS = { authorized: 1, clawbackEnabled: 4 } as const

/** Names of the flags that are set, as Horizon writes them. */
export const ACCOUNT_FLAG_NAMES = [
  [ACCOUNT_FLAGS.required, 'auth_required'],
  [ACCOUNT_FLAGS.revocable, 'auth_revocable'],
  [ACCOUNT_FLAGS.immutable, 'auth_immutable'],
  [ACCOUNT_FLAGS.clawbackEnabled, 'auth_clawback_enabled'],
] as const
