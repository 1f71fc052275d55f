import type { ServerVariables } from './variables.ts'

/** Settings of payouts that are right one by one and wrong together. */
export function findUnsafePayoutSettings(
  settings: Partial<ServerVariables>,
): (string | undefined)[] {
  const { PI_WALLET_SEED, PI_WALLET_SEED_FILE, PI_WALLET_ADDRESS } = settings
  const { PI_NETWORK, DATABASE_URL } = settings
  const hasSeed = PI_WALLET_SEED != null || PI_WALLET_SEED_FILE != null
  return [
    PI_WALLET_SEED != null && PI_WALLET_SEED_FILE != null
      ? 'Set either PI_WALLET_SEED or PI_WALLET_SEED_FILE, not both'
      : undefined,
    hasSeed && PI_WALLET_ADDRESS == null
      ? 'PI_WALLET_ADDRESS is required with a wallet seed: the seed must belong to that wallet'
      : undefined,
    hasSeed && PI_NETWORK === 'Pi Network' && DATABASE_URL == null
      ? 'DATABASE_URL is required for payouts when PI_NETWORK is "Pi Network": the embedded database is not for real money'
      : undefined,
    order(settings, 'PAYOUT_CAP', 'PAYOUT_CLIENT_DAY_CAP'),
    order(settings, 'PAYOUT_CLIENT_DAY_CAP', 'PAYOUT_DAY_CAP'),
    order(settings, 'PAYOUT_FEE', 'PAYOUT_FEE_CAP'),
  ]
}

type Amount =
  | 'PAYOUT_CAP'
  | 'PAYOUT_CLIENT_DAY_CAP'
  | 'PAYOUT_DAY_CAP'
  | 'PAYOUT_FEE'
  | 'PAYOUT_FEE_CAP'

function order(settings: Partial<ServerVariables>, less: Amount, more: Amount) {
  const { [less]: low, [more]: high } = settings
  if (low == null || high == null || low <= high) return undefined
  return `${more} must not be less than ${less}`
}
