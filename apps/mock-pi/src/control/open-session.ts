import type { Scope } from '@aloha-pi/contracts/platform'
import type { PiApp } from '../apps/app-store.ts'
import { sessionToWire } from '../platform/user-wire.ts'
import { signIn } from '../users/sign-in.ts'
import type { PiUser } from '../users/user-store.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import type { controlRefusal } from './control-refusal.ts'

type Opened =
  | { ok: true; body: { access_token: string; user: ReturnType<typeof sessionToWire> } }
  | { ok: false; refusal: ReturnType<typeof controlRefusal<'limit_reached'>> }

/** Grants the app the scopes and issues a token for them, as far as the world has room. */
export function openSession(
  world: World,
  actors: { app: PiApp; user: PiUser },
  scopes: readonly Scope[] | undefined,
): Opened {
  const { users, limits } = world
  const isNew = !actors.user.grants.has(actors.app.id)
  if (isNew && users.countGrants() >= limits.grants) {
    return { ok: false, refusal: atLimit('grants', limits.grants) }
  }
  const { token, session } = signIn(world, actors, scopes)
  return { ok: true, body: { access_token: token, user: sessionToWire(session) } }
}
