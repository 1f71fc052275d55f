import { platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import type { AdStore } from '../ads/ad-store.ts'
import { refuse } from '../http/send-refusal.ts'
import { callingApp } from './authenticate.ts'
import { platformRefusal } from './platform-refusal.ts'

/** An ad of another app is unknown, as a payment of another app is. */
export function createAdsRoutes(world: { ads: AdStore }) {
  return initServer().router(platformContract.ads, {
    status: async ({ params: { adId }, res }) => {
      const status = world.ads.find(callingApp(res).id, adId)
      return status == null
        ? refuse(res, platformRefusal('ad_not_found', 'ads/not_found', { values: { id: adId } }))
        : { status: 200, body: status }
    },
  })
}
