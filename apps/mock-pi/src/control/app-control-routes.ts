import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { addApp } from '../apps/add-app.ts'
import type { PiApp } from '../apps/app-store.ts'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'
import { appToWire } from './control-wire.ts'
import { unknownApp } from './find-actors.ts'

const s = initServer()

/** Apps with their keys and wallets. */
export function createAppControlRoutes(world: World) {
  return {
    apps: s.route(controlContract.apps, async () => ({
      status: 200,
      body: { apps: world.apps.list().map(appToWire) },
    })),
    createApp: s.route(controlContract.createApp, async ({ body, res }) => {
      const { length: count } = world.apps.list()
      const { name = `app-${count + 1}`, origins, redirect_uris: redirectUris } = body
      const { limits, ledger } = world
      const taken = findTaken(world, origins)
      if (taken != null) return refuse(res, originTaken(taken))
      if (count >= limits.apps) return refuse(res, atLimit('apps', limits.apps))
      return ledger.hasRoom()
        ? { status: 201, body: appToWire(addApp(world, { name, origins, redirectUris })) }
        : refuse(res, atLimit('accounts', limits.accounts))
    }),
    changeApp: s.route(controlContract.changeApp, async ({ params, body, res }) => {
      const app = world.apps.find(params.app_id)
      if (app == null) return refuse(res, unknownApp(params.app_id))
      const { origins = app.origins, redirect_uris: redirectUris = app.redirectUris } = body
      const taken = findTaken(world, origins, app)
      if (taken != null) return refuse(res, originTaken(taken))
      Object.assign(app, { origins, redirectUris })
      return { status: 200, body: appToWire(app) }
    }),
  }
}

/** The first of the origins that another app has: a page belongs to one app. */
export function findTaken({ apps }: World, origins: readonly string[] = [], owner?: PiApp) {
  return origins.find((origin) => ![undefined, owner].includes(apps.findByOrigin(origin)))
}

export function originTaken(origin: string) {
  return controlRefusal('already_exists', { what: 'An app with the origin', id: origin })
}
