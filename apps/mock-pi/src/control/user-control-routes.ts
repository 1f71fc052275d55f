import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { sessionToWire } from '../platform/user-wire.ts'
import { addUser } from '../users/add-user.ts'
import { signIn } from '../users/sign-in.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'
import { userToWire } from './control-wire.ts'
import { findActors } from './find-actors.ts'

const s = initServer()

/** Users, and what they allow apps. */
export function createUserControlRoutes(world: World) {
  return {
    users: s.route(controlContract.users, async () => ({
      status: 200,
      body: { users: world.users.list().map(userToWire) },
    })),
    createUser: s.route(controlContract.createUser, async ({ body, res }) => {
      const { username, preferred_language: preferredLanguage, ...rest } = body
      if (world.users.find(username) != null) {
        return refuse(res, controlRefusal('already_exists', { what: 'User', id: username }))
      }
      const { limits, ledger } = world
      if (world.users.list().length >= limits.users) {
        return refuse(res, atLimit('users', limits.users))
      }
      if (rest.wallet !== false && !ledger.hasRoom()) {
        return refuse(res, atLimit('accounts', limits.accounts))
      }
      const user = addUser(world, { username, preferredLanguage, ...rest })
      return { status: 201, body: userToWire(user) }
    }),
    signIn: s.route(controlContract.signIn, async ({ body, res }) => {
      const actors = findActors(world, body)
      if (!actors.ok) return refuse(res, actors.refusal)
      const { users, limits } = world
      const isNew = !actors.user.grants.has(actors.app.id)
      if (isNew && users.countGrants() >= limits.grants) {
        return refuse(res, atLimit('grants', limits.grants))
      }
      const { token, session } = signIn(world, actors, body.scopes)
      return { status: 200, body: { access_token: token, user: sessionToWire(session) } }
    }),
    revoke: s.route(controlContract.revoke, async ({ params: { username }, body, res }) => {
      const actors = findActors(world, { username, ...body })
      if (!actors.ok) return refuse(res, actors.refusal)
      world.users.revoke(actors.user, actors.app.id)
      return { status: 200, body: userToWire(actors.user) }
    }),
  }
}
