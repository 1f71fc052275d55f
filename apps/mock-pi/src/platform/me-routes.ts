import { platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import { callingSession } from './authenticate.ts'
import { sessionToWire } from './user-wire.ts'

/** `/me`: the user of the access token, as its scopes allow. */
export function createMeRoutes() {
  return initServer().router(platformContract.me, {
    get: async ({ res }) => ({ status: 200, body: sessionToWire(callingSession(res)) }),
  })
}
