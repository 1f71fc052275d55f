import { addUser, type Person } from '../users/add-user.ts'
import type { PiUser } from '../users/user-store.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'

type Made =
  | { ok: true; user: PiUser }
  | { ok: false; refusal: ReturnType<typeof controlRefusal<'already_exists' | 'limit_reached'>> }

/** A new user with a wallet, unless told otherwise, as far as the world has room. */
export function makeUser(world: World, person: Person): Made {
  const { users, limits, ledger } = world
  const { username, wallet } = person
  if (users.find(username) != null) {
    return { ok: false, refusal: controlRefusal('already_exists', { what: 'User', id: username }) }
  }
  if (users.list().length >= limits.users) {
    return { ok: false, refusal: atLimit('users', limits.users) }
  }
  if (wallet !== false && !ledger.hasRoom()) {
    return { ok: false, refusal: atLimit('accounts', limits.accounts) }
  }
  return { ok: true, user: addUser(world, person) }
}
