import { parsePiAmount, platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import { callingSession } from '../http/authenticate.ts'
import { refuse } from '../http/send-refusal.ts'
import { refuseBegin } from './payment-refusals.ts'
import { paymentToWire, type PaymentStyle } from './payment-wire.ts'
import { beginUserPayment, findIncomplete, type PaymentWorld } from './user-payments.ts'

/** The two calls that the browser SDK makes as the user. */
export function createSdkRoutes(world: PaymentWorld, style: () => PaymentStyle) {
  return initServer().router(platformContract.sdk, {
    createUserPayment: async ({ body, res }) => {
      const begun = beginUserPayment(world, {
        ...callingSession(res),
        ...body,
        amount: readAmount(body.amount),
      })
      return begun.ok
        ? { status: 200, body: paymentToWire(begun.payment, style()) }
        : refuse(res, refuseBegin(begun, style()))
    },
    incompletePayment: async ({ res }) => {
      const { app, uid } = callingSession(res)
      const payment = findIncomplete(world, app.id, uid)
      return payment == null
        ? { status: 200, body: { exists: false, payment: null } }
        : { status: 200, body: { exists: true, payment: paymentToWire(payment, style()) } }
    },
  })
}

/** The schema of the request has accepted the amount already. */
export function readAmount(amount: number): bigint {
  const parsed = parsePiAmount(amount)
  if (!parsed.ok) throw new Error(`An amount passed its schema that ${parsed.rule}`)
  return parsed.stroops
}
