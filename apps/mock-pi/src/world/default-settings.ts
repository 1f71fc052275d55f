import type { Settings } from '@aloha-pi/contracts/control'

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
  token_lifetime_ms: 86_400_000,
}
