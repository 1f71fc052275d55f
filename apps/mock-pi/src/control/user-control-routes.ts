import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { userToWire } from './control-wire.ts'
import { findActors } from './find-actors.ts'
import { makeUser } from './make-user.ts'
import { openSession } from './open-session.ts'

const s = initServer()

/** Users, and what they allow apps. */
export function createUserControlRoutes(world: World) {
  return {
    users: s.route(controlContract.users, async () => ({
      status: 200,
      body: { users: world.users.list().map(userToWire) },
    })),
    createUser: s.route(controlContract.createUser, async ({ body, res }) => {
      const { preferred_language: preferredLanguage, ...rest } = body
      const made = makeUser(world, { ...rest, preferredLanguage })
      return made.ok ? { status: 201, body: userToWire(made.user) } : refuse(res, made.refusal)
    }),
    signIn: s.route(controlContract.signIn, async ({ body, res }) => {
      const actors = findActors(world, body)
      if (!actors.ok) return refuse(res, actors.refusal)
      const opened = openSession(world, actors, body.scopes)
      return opened.ok ? { status: 200, body: opened.body } : refuse(res, opened.refusal)
    }),
    revoke: s.route(controlContract.revoke, async ({ params: { username }, body, res }) => {
      const actors = findActors(world, { username, ...body })
      if (!actors.ok) return refuse(res, actors.refusal)
      world.users.revoke(actors.user, actors.app.id)
      return { status: 200, body: userToWire(actors.user) }
    }),
  }
}
