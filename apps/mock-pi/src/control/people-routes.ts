import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { controlRefusal } from '../http/control-refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import { createWallet } from '../ledger/wallet.ts'
import { DEFAULT_SCOPES } from '../users/user-store.ts'
import { sessionToWire } from '../users/user-wire.ts'
import type { World } from '../world.ts'
import { appToWire, userToWire } from './control-wire.ts'
import { findActors } from './find-actors.ts'

const s = initServer()

/** Apps, users, and what users allow apps. */
export function createPeopleRoutes(world: World, log: (line: string) => void) {
  return {
    apps: s.route(controlContract.apps, async () => ({
      status: 200,
      body: { apps: world.apps.list().map(appToWire) },
    })),
    createApp: s.route(controlContract.createApp, async ({ body }) => {
      const { name = `app-${world.apps.list().length + 1}`, network = 'Pi Testnet' } = body
      if (network === 'Pi Network') log(mainnetWarning(name))
      return { status: 201, body: appToWire(world.apps.create({ name, network })) }
    }),
    users: s.route(controlContract.users, async () => ({
      status: 200,
      body: { users: world.users.list().map(userToWire) },
    })),
    createUser: s.route(controlContract.createUser, async ({ body, res }) => {
      const { username, wallet = true, roles = [], preferred_language: preferredLanguage } = body
      if (world.users.find(username) != null) {
        return refuse(res, controlRefusal('already_exists', { what: 'User', id: username }))
      }
      const user = world.users.add({
        username,
        wallet: wallet ? createWallet(world.seeded.bytes(`user:${username}:wallet`, 32)) : null,
        roles,
        preferredLanguage: preferredLanguage ?? 'en',
      })
      return { status: 201, body: userToWire(user) }
    }),
    signIn: s.route(controlContract.signIn, async ({ body, res }) => {
      const actors = findActors(world, body)
      if (!actors.ok) return refuse(res, actors.refusal)
      const { app, user } = actors
      const { uid } = world.users.grant(user, app.id, body.scopes ?? DEFAULT_SCOPES)
      const session = {
        app,
        user,
        uid,
        scopes: [...new Set([...(body.scopes ?? DEFAULT_SCOPES), 'platform' as const])],
        validUntil: world.clock.now() + world.settings.token_lifetime_ms,
      }
      const token = world.tokens.issue(session)
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

/** What is printed when an app is put on Pi's real network by name. */
export function mainnetWarning(app: string): string {
  return `warning: app ${app} is on "Pi Network", the name of the real network; nothing leaves this mock`
}
