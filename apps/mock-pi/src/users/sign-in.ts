import type { Settings } from '@aloha-pi/contracts/control'
import type { Scope } from '@aloha-pi/contracts/platform'
import type { PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
import type { AccessTokens } from './access-tokens.ts'
import { DEFAULT_SCOPES, type PiUser, type UserStore } from './user-store.ts'

type SignInWorld = { users: UserStore; tokens: AccessTokens; clock: Clock; settings: Settings }

/** Grants the app the scopes and issues a token for them. `platform` is granted unasked, as at Pi. */
export function signIn(
  { users, tokens, clock, settings }: SignInWorld,
  { app, user }: { app: PiApp; user: PiUser },
  asked: readonly Scope[] = DEFAULT_SCOPES,
) {
  const scopes = [...new Set<Scope>([...asked, 'platform'])]
  const { uid } = users.grant(user, app.id, scopes)
  const validUntil = clock.now() + settings.token_lifetime_ms
  const session = { app, user, uid, scopes, validUntil }
  return { token: tokens.issue(session), session }
}
