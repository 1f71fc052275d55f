import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import type { AppStore } from '../apps/app-store.ts'
import { appToWire } from './control-wire.ts'

const s = initServer()

/** Apps with their keys and wallets. */
export function createAppControlRoutes(world: { apps: AppStore }, log: (line: string) => void) {
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
  }
}

/** What is printed when an app is put on Pi's real network by name. */
export function mainnetWarning(app: string): string {
  return `warning: app ${app} is on "Pi Network", the name of the real network; nothing leaves this mock`
}
