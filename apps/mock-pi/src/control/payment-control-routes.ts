import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import { expirePayments, findPayment } from '../payments/payment-world.ts'
import { beginUserPayment } from '../payments/user-payments.ts'
import { refuseUserPayment } from '../platform/begin-refusals.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import { readAmount } from '../platform/read-amount.ts'
import type { World } from '../world/world.ts'
import { cancelInWallet, inControlShape, payInWallet, unknownPayment } from './act-in-wallet.ts'
import { paymentToControlWire, sdkReportToWire } from './control-wire.ts'
import { findActors } from './find-actors.ts'

const s = initServer()
const PAGE = 50

/** What the user sees in the wallet, and begins there. */
export function createPaymentControlRoutes(world: World, style: PaymentStyleOf) {
  return {
    ...createWalletRoutes(world, style),
    payments: s.route(controlContract.payments, async ({ query, res }) => {
      const { limit = PAGE, before } = query
      expirePayments(world)
      if (before != null && world.payments.find(before) == null) {
        return refuse(res, unknownPayment(before))
      }
      const page = world.payments.list(limit, before)
      const payments = page.map((payment) => paymentToControlWire(payment, style(res)))
      const next = page.length < limit ? null : (page.at(-1)?.id ?? null)
      return { status: 200, body: { payments, next } }
    }),
    sdkReports: s.route(controlContract.sdkReports, async () => ({
      status: 200,
      body: { reports: world.sdkReports.list().map(sdkReportToWire) },
    })),
    createPayment: s.route(controlContract.createPayment, async ({ body, res }) => {
      const actors = findActors(world, body)
      if (!actors.ok) return refuse(res, actors.refusal)
      const { app, user } = actors
      const { amount, memo = 'A payment', metadata = { source: 'mock' } } = body
      const grant = user.grants.get(app.id) ?? { uid: '', scopes: [] }
      const request = { app, user, ...grant, amount: readAmount(amount), memo, metadata }
      const begun = beginUserPayment(world, request)
      return begun.ok
        ? { status: 201, body: paymentToControlWire(begun.payment, style(res)) }
        : refuse(res, inControlShape(refuseUserPayment(begun, style(res))))
    }),
  }
}

/** What the user does with one payment. */
function createWalletRoutes(world: World, style: PaymentStyleOf) {
  const choose = (id: string, res: Response) => ({
    id,
    find: () => findPayment(world, id),
    style: style(res),
  })
  return {
    payPayment: s.route(controlContract.payPayment, async ({ params, res }) => {
      const paid = await payInWallet(world, choose(params.paymentId, res))
      return paid.ok
        ? { status: 200, body: paymentToControlWire(paid.payment, style(res)) }
        : refuse(res, paid.refusal)
    }),
    cancelPayment: s.route(controlContract.cancelPayment, async ({ params, res }) => {
      const cancelled = cancelInWallet(world, choose(params.paymentId, res))
      return cancelled.ok
        ? { status: 200, body: paymentToControlWire(cancelled.payment, style(res)) }
        : refuse(res, cancelled.refusal)
    }),
  }
}
