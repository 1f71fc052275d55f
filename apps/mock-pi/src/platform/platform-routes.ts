import { platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import type { World } from '../world/world.ts'
import { createAdsRoutes } from './ads-routes.ts'
import { callingSession } from './authenticate.ts'
import { createNotificationsRoutes } from './notifications-routes.ts'
import { createPaymentRoutes } from './payment-routes.ts'
import type { PaymentStyleOf } from './payment-wire.ts'
import { createSdkRoutes } from './sdk-routes.ts'
import { sessionToWire } from './user-wire.ts'

/** The Platform API. */
export function createPlatformRoutes(world: World, style: PaymentStyleOf) {
  return initServer().router(platformContract, {
    // The user of the access token, as its scopes allow.
    me: { get: async ({ res }) => ({ status: 200, body: sessionToWire(callingSession(res)) }) },
    sdk: createSdkRoutes(world, style),
    payments: createPaymentRoutes(world, style),
    ads: createAdsRoutes(world),
    notifications: createNotificationsRoutes(world),
  })
}
