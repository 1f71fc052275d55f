import type { Settings, SettingsPatch } from '@aloha-pi/contracts/wire'

/**
 * As Pi is documented. Ledgers close each second so that tests are quick; the life of an access token is not
 * public, and a day outlasts any test.
 */
export const DEFAULT_SETTINGS: Settings = {
  spelling: 'guide+wire',
  foreign_payment: 'not-found',
  u2a_pending: 'replace-unpaid',
  approval_timeout_ms: 60_000,
  a2u_concurrency: 'per-app',
  a2u_on_mainnet: false,
  a2u_verification_lag_ms: 0,
  chain: '2026-05',
  ledger_close: 1000,
  ledger_inclusion: 'all',
  replica_lag_ledgers: 0,
  latest_ledger_header: true,
  refused_submission_status: 400,
  submit_timeout_ms: 30_000,
  stream_timeout_ms: 55_000,
  journal: 'apis',
  token_lifetime_ms: 86_400_000,
  wallet: null,
}

/** Changes settings; what an autopilot leaves out has its default. */
export function changeSettings(settings: Settings, { wallet, ...rest }: SettingsPatch) {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined)
  Object.assign(settings, Object.fromEntries(given))
  if (wallet !== undefined) settings.wallet = wallet && withDefaults(wallet)
}

function withDefaults({
  user,
  consent = 'allow',
  payment = 'pay',
  delay_ms = 0,
}: NonNullable<SettingsPatch['wallet']>): Settings['wallet'] {
  return { user, consent, payment, delay_ms }
}
