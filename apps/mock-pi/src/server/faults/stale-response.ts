import type { Request, Response } from 'express'
import type { PaymentRecord } from '../../payments/payment-record.ts'
import { isOpen } from '../../payments/payment-record.ts'
import { callingApp, callingSession } from '../../platform/authenticate.ts'
import { paymentToWire, type PaymentStyleOf } from '../../platform/payment-wire.ts'
import { platformRefusal } from '../../platform/platform-refusal.ts'
import { checkPending } from '../../payments/pending-payment.ts'
import type { World } from '../../world/world.ts'

type Stale = { status: number; body: object }

/** What a read showed before the last change of its payment, or of its app's payments. */
export function staleResponse(
  { world, style }: { world: World; style: PaymentStyleOf },
  { operation, req, res }: { operation: string; req: Request; res: Response },
): Stale {
  const show = (payment: PaymentRecord) => paymentToWire(payment, style(res))
  switch (operation) {
    case 'platform.payments.get':
      return staleGet(world, req, res, show)
    case 'platform.payments.incomplete':
      return { status: 200, body: { incomplete_server_payments: staleOpen(world, res).map(show) } }
    case 'platform.sdk.incompletePayment': {
      const payment = staleIncomplete(world, res)
      return {
        status: 200,
        body:
          payment == null ? { exists: false, payment } : { exists: true, payment: show(payment) },
      }
    }
    default:
      throw new Error(`${operation} has no stale response`)
  }
}

function staleGet(
  world: World,
  req: Request,
  res: Response,
  show: (payment: PaymentRecord) => object,
): Stale {
  const id = String(req.params['paymentId'])
  const payment = world.payments.find(id)
  const change = world.payments.lastChange(id)
  // A payment whose last change is forgotten did not change for long.
  const earlier = change == null ? payment : change.before
  return earlier?.appId === callingApp(res).id
    ? { status: 200, body: show(earlier) }
    : platformRefusal('payment_not_found', 'payment/not_found', { values: { id } })
}

function staleOpen({ payments }: World, res: Response): PaymentRecord[] {
  const { id: appId } = callingApp(res)
  const open = payments.listOpen(appId)
  const change = payments.lastChangeOf(appId)
  if (change == null) return open
  const { id, before } = change
  const others = open.filter((payment) => payment.id !== id)
  const was = before?.direction === 'app_to_user' && isOpen(before) ? [before] : []
  return [...was, ...others].toSorted((a, b) => b.createdAt - a.createdAt)
}

function staleIncomplete({ payments, settings }: World, res: Response): PaymentRecord | null {
  const { app, uid } = callingSession(res)
  const change = payments.lastChangeOf(app.id)
  const before = change?.before
  const open = payments.findOpen(app.id, uid)
  const isOwn = before?.direction === 'user_to_app' && before.uid === uid && isOpen(before)
  const was = isOwn ? before : open?.id === change?.id ? undefined : open
  const pending = checkPending(was, settings.u2a_pending)
  return pending.kind === 'blocked' ? pending.by : null
}
