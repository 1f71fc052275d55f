import type { Settings } from '@aloha-pi/contracts/control'

/** As Pi is documented; the life of an access token is not public, and a day outlasts any test. */
export const DEFAULT_SETTINGS: Settings = {
  spelling: 'guide+wire',
  u2a_pending: 'replace-unpaid',
  approval_timeout_ms: 60_000,
  token_lifetime_ms: 86_400_000,
}
