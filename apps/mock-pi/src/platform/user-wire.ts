import type { User } from '@aloha-pi/contracts/platform'
import type { Session } from '../users/access-tokens.ts'

/** The UserDTO of a session: which fields are there depends on the granted scopes. */
export function sessionToWire({ app, user, uid, scopes, validUntil }: Session): User {
  const allows = new Set<string>(scopes)
  return {
    uid,
    ...(allows.has('username') && { username: user.username }),
    app_id: app.id,
    credentials: { scopes: [...scopes], valid_until: instantToWire(validUntil) },
    receiving_email: false,
    ...(allows.has('roles') && { roles: [...user.roles] }),
    ...(allows.has('preferred_language') && { preferred_language: user.preferredLanguage }),
    ...(allows.has('wallet_address') && { wallet_address: user.wallet?.address ?? null }),
  }
}

/** Whole seconds, as Pi writes it. */
function instantToWire(ms: number) {
  const timestamp = Math.floor(ms / 1000)
  return { timestamp, iso8601: new Date(timestamp * 1000).toISOString().replace('.000', '') }
}
