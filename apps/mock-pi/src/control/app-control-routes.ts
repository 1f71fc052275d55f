import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { addApp } from '../apps/add-app.ts'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { appToWire } from './control-wire.ts'

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
      const { name = `app-${count + 1}` } = body
      const { limits, ledger } = world
      if (count >= limits.apps) return refuse(res, atLimit('apps', limits.apps))
      return ledger.hasRoom()
        ? { status: 201, body: appToWire(addApp(world, name)) }
        : refuse(res, atLimit('accounts', limits.accounts))
    }),
  }
}
