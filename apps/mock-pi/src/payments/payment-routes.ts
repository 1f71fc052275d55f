import { platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { callingApp } from '../http/authenticate.ts'
import { platformRefusal } from '../http/platform-refusal.ts'
import { refuse } from '../http/send-refusal.ts'
import type { PaymentCommand } from './payment-machine.ts'
import { refusePayment } from './payment-refusals.ts'
import { paymentToWire, type PaymentStyle } from './payment-wire.ts'
import { applyCommand, findPayment, type PaymentWorld } from './user-payments.ts'

/** The calls of an app's server. A payment of another app is as unknown as one that does not exist. */
export function createPaymentRoutes(world: PaymentWorld, style: () => PaymentStyle) {
  const findOwn = (res: Response, paymentId: string) => {
    const payment = findPayment(world, paymentId)
    return payment?.appId === callingApp(res).id ? payment : undefined
  }
  const command = (res: Response, id: string, command: PaymentCommand) => {
    const payment = findOwn(res, id)
    if (payment == null) return refuse(res, notFound(id))
    const decision = applyCommand(world, payment, command)
    return decision.ok
      ? { status: 200 as const, body: paymentToWire(decision.payment, style()) }
      : refuse(res, refusePayment(decision.refusal, decision.payment, style()))
  }
  return initServer().router(platformContract.payments, {
    create: async ({ res }) => refuse(res, A2U_NOT_SERVED),
    incomplete: async () => ({ status: 200, body: { incomplete_server_payments: [] } }),
    get: async ({ params: { paymentId }, res }) => {
      const payment = findOwn(res, paymentId)
      return payment == null
        ? refuse(res, notFound(paymentId))
        : { status: 200, body: paymentToWire(payment, style()) }
    },
    approve: async ({ params, res }) => command(res, params.paymentId, { type: 'approve' }),
    complete: async ({ params, body, res }) =>
      command(res, params.paymentId, { type: 'complete', txid: body.txid }),
    cancel: async ({ params, res }) => command(res, params.paymentId, { type: 'cancel' }),
  })
}

const A2U_NOT_SERVED = platformRefusal('feature_not_available', 'payment/a2u_not_served', {
  message: 'This mock does not serve app-to-user payments yet: user-to-app payments work.',
})

const notFound = (id: string) =>
  platformRefusal('payment_not_found', 'payment/not_found', { values: { id } })
