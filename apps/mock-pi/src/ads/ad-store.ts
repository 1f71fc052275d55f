import type { RewardedAdStatus } from '@aloha-pi/contracts/wire'
import type { Clock } from '../clock/clock.ts'
import type { SavedAds } from '../saved/saved-world.ts'
import { createNewestEntries, type NewestEntries } from '../seed/newest-entries.ts'
import type { Seeded } from '../seed/seeded.ts'

export type AdStore = {
  /** A rewarded ad that a user of the app watched, with the mediator's result. */
  add(appId: string, response: RewardedAdStatus['mediator_ack_status']): RewardedAdStatus
  find(appId: string, adId: string): RewardedAdStatus | undefined
  /** The same ads, in another world. */
  copy(world: AdWorld): AdStore
  saved(): SavedAds
}

type AdWorld = { seeded: Seeded; clock: Clock }
type Ad = { appId: string; status: RewardedAdStatus }

/** Keeps the newest `limit` ads. */
export function createAdStore(world: AdWorld, limit: number): AdStore {
  return openAdStore(world, createNewestEntries<Ad>(limit), 0)
}

/** The saved ads. */
export function loadAdStore(world: AdWorld, limit: number, { begun, list }: SavedAds): AdStore {
  const ads = list.map((ad) => [ad.status.identifier, ad] as const)
  return openAdStore(world, createNewestEntries<Ad>(limit, ads), begun)
}

function openAdStore({ seeded, clock }: AdWorld, ads: NewestEntries<Ad>, before: number): AdStore {
  let count = before
  return {
    add(appId, response) {
      const at = new Date(clock.now()).toISOString()
      const status = {
        identifier: `ad-${seeded.bytes(`ad:${(count += 1)}`, 6).toString('hex')}`,
        mediator_ack_status: response,
        // A reward is granted before it can be revoked.
        mediator_granted_at: response === 'granted' || response === 'revoked' ? at : null,
        mediator_revoked_at: response === 'revoked' ? at : null,
      }
      ads.set(status.identifier, { appId, status })
      return status
    },
    find(appId, adId) {
      const ad = ads.get(adId)
      return ad?.appId === appId ? ad.status : undefined
    },
    copy: (world) => openAdStore(world, ads.copy(), count),
    saved: () => ({ begun: count, list: ads.values() }),
  }
}
