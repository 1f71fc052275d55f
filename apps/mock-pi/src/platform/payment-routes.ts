import { platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import { beginAppPayment } from '../payments/app-payments.ts'
import { findPayment, type PaymentWorld } from '../payments/payment-world.ts'
import { actAsServer, type ServerCommand } from '../payments/server-payments.ts'
import { callingApp } from './authenticate.ts'
import { refuseAppPayment } from './begin-refusals.ts'
import { refuseForeignPayment, refusePayment } from './payment-refusals.ts'
import { paymentToWire, type PaymentStyleOf } from './payment-wire.ts'
import { platformRefusal } from './platform-refusal.ts'
import { readAmount } from './read-amount.ts'

/** The calls of an app's server. A payment of another app is unknown unless a setting says that it is forbidden. */
export function createPaymentRoutes(world: PaymentWorld, style: PaymentStyleOf) {
  const findOwn = (res: Response, paymentId: string) => {
    const payment = findPayment(world, paymentId)
    return payment?.appId === callingApp(res).id ? payment : undefined
  }
  const act = (res: Response, id: string, command: ServerCommand) => {
    const payment = findPayment(world, id)
    if (payment == null) return refuse(res, notFound(id))
    if (payment.appId !== callingApp(res).id) {
      return refuse(
        res,
        world.settings.foreign_payment === 'forbidden'
          ? refuseForeignPayment(command.type, payment, style(res))
          : notFound(id),
      )
    }
    const decision = actAsServer(world, payment, command)
    return decision.ok
      ? { status: 200 as const, body: paymentToWire(decision.payment, style(res)) }
      : refuse(res, refusePayment(decision.refusal, decision.payment, style(res)))
  }
  return initServer().router(platformContract.payments, {
    create: async ({ body: { payment }, res }) => {
      const request = { ...payment, app: callingApp(res), amount: readAmount(payment.amount) }
      const begun = beginAppPayment(world, request)
      return begun.ok
        ? { status: 200, body: paymentToWire(begun.payment, style(res)) }
        : refuse(res, refuseAppPayment(begun, request, style(res)))
    },
    incomplete: async ({ res }) => {
      const open = world.payments.listOpen(callingApp(res).id)
      const payments = open.map((payment) => paymentToWire(payment, style(res)))
      return { status: 200, body: { incomplete_server_payments: payments } }
    },
    get: async ({ params: { paymentId }, res }) => {
      const payment = findOwn(res, paymentId)
      return payment == null
        ? refuse(res, notFound(paymentId))
        : { status: 200, body: paymentToWire(payment, style(res)) }
    },
    approve: async ({ params, res }) => act(res, params.paymentId, { type: 'approve' }),
    complete: async ({ params, body, res }) =>
      act(res, params.paymentId, { type: 'complete', txid: body.txid }),
    cancel: async ({ params, res }) => act(res, params.paymentId, { type: 'cancel' }),
  })
}

const notFound = (id: string) =>
  platformRefusal('payment_not_found', 'payment/not_found', { values: { id } })
