import { notifyRequestSchema, platformRoutes } from '@aloha-pi/contracts/wire'
import { apiPromise } from '../request/api-promise.ts'
import { checkBody } from '../request/check-arguments.ts'
import { checkCredential, readConfig } from '../options/client-config.ts'
import { createPiPayments } from './create-pi-payments.ts'
import { createCallOpener } from '../retry/open-call.ts'
import type { PiClient, PiClientOptions } from './pi-client.ts'
import { createPrepare } from '../request/prepare-request.ts'
import { readPiRefusal } from '../request/read-refusal.ts'
import { repeat } from '../retry/repeat.ts'
import { writeOnce } from '../retry/write-once.ts'

const api = { defaultUrl: 'https://api.minepi.com', pathPrefix: '/v2', timeoutMs: 15_000 }
const schemes = { 'server-key': 'Key', 'access-token': 'Bearer' } as const
const { me, ads, notifications } = platformRoutes

/** A client of the Pi Platform API. */
export function createPiClient(options: PiClientOptions = {}): PiClient {
  const config = readConfig(options, api)
  const prepare = createPrepare(config, schemes)
  const openCall = createCallOpener(config, readPiRefusal)

  return {
    me: (accessToken, call) =>
      apiPromise(async () => {
        checkCredential('accessToken', accessToken)
        const request = prepare('me', me.get, { input: {}, accessToken })
        return repeat(openCall(call), request)
      }),
    payments: createPiPayments(prepare, openCall),
    ads: {
      status: (adId, call) =>
        apiPromise(async () => {
          const request = prepare('ads.status', ads.status, { input: { params: { adId } } })
          return repeat(openCall(call), request)
        }),
    },
    notifications: {
      notify: (list, call) =>
        apiPromise(async () => {
          const body = checkBody(notifyRequestSchema, { notifications: list }, 'notifications')
          const input = { body }
          const request = prepare('notifications.notify', notifications.notify, { input })
          const advice = 'Some users may have been notified: retrying may notify them again.'
          return writeOnce(openCall(call), request, advice)
        }),
    },
  }
}
