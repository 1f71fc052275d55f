import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import type { AppStore } from '../apps/app-store.ts'
import { appToWire } from './control-wire.ts'

const s = initServer()

/** Apps with their keys and wallets. */
export function createAppControlRoutes(world: { apps: AppStore }) {
  return {
    apps: s.route(controlContract.apps, async () => ({
      status: 200,
      body: { apps: world.apps.list().map(appToWire) },
    })),
    createApp: s.route(controlContract.createApp, async ({ body }) => {
      const { name = `app-${world.apps.list().length + 1}` } = body
      return { status: 201, body: appToWire(world.apps.create(name)) }
    }),
  }
}
