import {
  completePaymentRequestSchema,
  createPaymentRequestSchema,
  notifyRequestSchema,
  platformContract,
  uidSchema,
} from '@aloha-pi/contracts/platform'
import { initClient } from '@ts-rest/core'
import { checkBody, checkPathParams } from './check-arguments.ts'
import { checkCredential, readConfig, type PiClientOptions } from './client-config.ts'
import { createPlatformFetcher } from './platform-fetcher.ts'
import type { PiClient } from './pi-client.ts'

/** A client of the Pi Platform API: one call is one request, never repeated. */
export function createPiClient(options: PiClientOptions = {}): PiClient {
  const config = readConfig(options)
  const api = createPlatformFetcher(config)
  const http = initClient(platformContract, { baseUrl: config.origin, api })
  const routes = platformContract.payments
  const payment = (paymentId: string) => checkPathParams(routes.get.pathParams, { paymentId })

  return {
    async me(accessToken, call) {
      checkCredential('accessToken', accessToken)
      return success(await http.me.get({ accessToken, call }))
    },
    payments: {
      async create(newPayment, call) {
        // Pi takes any text as a uid and knows nobody by most of them.
        const schema = createPaymentRequestSchema.shape.payment.extend({ uid: uidSchema })
        const body = { payment: checkBody(schema, newPayment, 'payment') }
        return success(await http.payments.create({ body, call }))
      },
      async incomplete(call) {
        return success(await http.payments.incomplete({ call })).incomplete_server_payments
      },
      async get(paymentId, call) {
        return success(await http.payments.get({ params: payment(paymentId), call }))
      },
      async approve(paymentId, call) {
        return success(await http.payments.approve({ params: payment(paymentId), call }))
      },
      async complete(paymentId, txid, call) {
        const params = payment(paymentId)
        const body = checkBody(completePaymentRequestSchema, { txid }, 'txid')
        return success(await http.payments.complete({ params, body, call }))
      },
      async cancel(paymentId, call) {
        return success(await http.payments.cancel({ params: payment(paymentId), call }))
      },
    },
    ads: {
      async status(adId, call) {
        const params = checkPathParams(platformContract.ads.status.pathParams, { adId })
        return success(await http.ads.status({ params, call }))
      },
    },
    notifications: {
      async notify(notifications, call) {
        const body = checkBody(notifyRequestSchema, { notifications }, 'notifications')
        return success(await http.notifications.notify({ body, call }))
      },
    },
  }
}

type Success<Response> = Extract<Response, { status: 200 | 201 }>

function success<Response extends { status: number; body: unknown }>(
  response: Response,
): Success<Response> extends { body: infer Body } ? Body : never {
  // The fetcher returns declared 2xx answers only, in the declared shape, and throws all others.
  return response.body as Success<Response> extends { body: infer Body } ? Body : never
}
