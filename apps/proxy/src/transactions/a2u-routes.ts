import { alohaContract } from '@aloha-pi/contracts/aloha'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refusal } from '../http/refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import type { Payments } from './payments.ts'

const server = initServer()

/** Handlers of the app-to-user routes. Those that need payouts authenticate, validate and answer 501. */
export function createA2uRoutes(payments: Payments) {
  return server.router(alohaContract.a2u, {
    create: async ({ res }) => notImplemented(res, 'create'),
    incomplete: async ({ res }) => notImplemented(res, 'incomplete'),
    cancel: async ({ res }) => notImplemented(res, 'cancel'),

    details: async ({ params, res }) => {
      const { client, requestId } = res.locals
      const details = await payments.details({
        paymentId: params.piPayId,
        direction: 'a2u',
        clientId: client?.clientId,
        requestId,
      })
      if (!details.ok) return refuse(res, details.refusal)
      const body = { success: true, action: 'details', direction: 'a2u' } as const
      return { status: 200, body: { ...body, piResData: details.payment } }
    },
  })
}

function notImplemented(res: Response, action: 'create' | 'incomplete' | 'cancel') {
  const { method, path } = alohaContract.a2u[action]
  return refuse(res, refusal('not_implemented', { route: `${method} ${path}` }))
}
