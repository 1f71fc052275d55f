import { platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import type { PaymentWorld } from '../payments/payment-world.ts'
import { beginUserPayment, findIncomplete } from '../payments/user-payments.ts'
import { callingSession } from './authenticate.ts'
import { refuseUserPayment } from './begin-refusals.ts'
import { paymentToWire, type PaymentStyleOf } from './payment-wire.ts'
import { readAmount } from './read-amount.ts'

/** The two calls that the browser SDK makes as the user. */
export function createSdkRoutes(world: PaymentWorld, style: PaymentStyleOf) {
  return initServer().router(platformContract.sdk, {
    createUserPayment: async ({ body, res }) => {
      const begun = beginUserPayment(world, {
        ...callingSession(res),
        ...body,
        amount: readAmount(body.amount),
      })
      return begun.ok
        ? { status: 200, body: paymentToWire(begun.payment, style(res)) }
        : refuse(res, refuseUserPayment(begun, style(res)))
    },
    incompletePayment: async ({ res }) => {
      const { app, uid } = callingSession(res)
      const payment = findIncomplete(world, app.id, uid)
      return payment == null
        ? { status: 200, body: { exists: false, payment: null } }
        : { status: 200, body: { exists: true, payment: paymentToWire(payment, style(res)) } }
    },
  })
}
