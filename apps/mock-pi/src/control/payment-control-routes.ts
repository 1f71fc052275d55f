import { controlContract, LAST_LEDGER } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import type { Response } from 'express'
import { refuse } from '../http/send-refusal.ts'
import { loadStellar } from '../ledger/stellar.ts'
import type { Decision, PaymentRecord } from '../payments/payment-record.ts'
import { expirePayments, findPayment } from '../payments/payment-world.ts'
import { beginUserPayment, cancelAsUser, payAsUser } from '../payments/user-payments.ts'
import { refuseUserPayment } from '../platform/begin-refusals.ts'
import { refusePayment } from '../platform/payment-refusals.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import type { PlatformRefusal } from '../platform/platform-refusal.ts'
import { readAmount } from '../platform/read-amount.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'
import { paymentToControlWire } from './control-wire.ts'
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
  function act(res: Response, id: string, decide: (payment: PaymentRecord) => Decision) {
    const payment = findPayment(world, id)
    if (payment == null) return refuse(res, unknownPayment(id))
    const decision = decide(payment)
    return decision.ok
      ? { status: 200 as const, body: paymentToControlWire(decision.payment, style(res)) }
      : refuse(res, inControlShape(refusePayment(decision.refusal, decision.payment, style(res))))
  }
  return {
    payPayment: s.route(controlContract.payPayment, async ({ params, res }) => {
      const stellar = await loadStellar()
      if (world.ledger.ledgersLeft() < 1) return refuse(res, atLimit('ledgers', LAST_LEDGER))
      return act(res, params.paymentId, (payment) => payAsUser(world, stellar, payment))
    }),
    cancelPayment: s.route(controlContract.cancelPayment, async ({ params, res }) =>
      act(res, params.paymentId, (payment) => cancelAsUser(world, payment)),
    ),
  }
}

function unknownPayment(id: string) {
  return controlRefusal('payment_not_found', { id })
}

/** The refusal that the browser SDK would get, as a conflict of the control API. */
function inControlShape({ rule, body }: PlatformRefusal) {
  return { ...controlRefusal('payment_refused', { reason: body.error_message }), rule }
}
