import { controlContract, controlPaymentSchema } from '@aloha-pi/contracts/control'
import type { z } from 'zod'
import { checkShape } from './check-shape.ts'
import type { MockPort } from './mock-port.ts'

type Listed = z.infer<typeof controlPaymentSchema>
export type SeenPayment = Listed & { json: string }

/** Every payment of the mock by id, oldest first. */
export type Seen = ReadonlyMap<string, SeenPayment>

/** Pi cancels a payment that is not approved within this time of its creation: facts, section 4. */
const APPROVAL_TIME_MS = 60_000

/** Reads all payments; those that look as they did in `last` are the same objects. */
export async function seePayments(port: MockPort, last: Seen): Promise<Seen> {
  const { status, body } = await port.send({
    route: controlContract.payments,
    query: { limit: '200' },
  })
  if (status !== 200) throw new Error(`The payments were not listed: ${status}`)
  const { payments, next } = body as { payments: Listed[]; next: string | null }
  if (next != null) throw new Error('There are more payments than the tests read')
  return new Map(
    payments.toReversed().map((listed) => {
      const id = listed.payment.identifier
      const json = JSON.stringify(listed)
      const before = last.get(id)
      if (before?.json === json) return [id, before]
      checkShape(controlPaymentSchema, listed, `Payment ${id}`)
      return [id, { ...JSON.parse(json), json }]
    }),
  )
}

/** True when an app pays a user. */
export function isPayout({ payment }: SeenPayment): boolean {
  return payment.direction === 'app_to_user'
}

/** True until the payment is completed or cancelled by anybody. */
export function isOpen({ payment: { status } }: SeenPayment): boolean {
  return !status.developer_completed && !status.cancelled && !status.user_cancelled
}

export function isWaiting(seen: SeenPayment): boolean {
  return isOpen(seen) && !seen.payment.status.developer_approved
}

/** From this instant on an approval comes too late. */
export function deadlineOf({ payment }: SeenPayment): number {
  return Date.parse(payment.created_at ?? '') + APPROVAL_TIME_MS
}

/** What must be seen when only time has passed: Pi has cancelled what no one approved, each at its own deadline. */
export function letExpire(seen: Seen, now: number): Seen {
  return new Map(
    [...seen].map(([id, payment]) =>
      isWaiting(payment) && now >= deadlineOf(payment)
        ? [id, cancelledByPi(payment, deadlineOf(payment), 'expired')]
        : [id, payment],
    ),
  )
}

/** The payment after Pi itself cancelled it. */
export function cancelledByPi(seen: SeenPayment, at: number, event: string): SeenPayment {
  return changed(seen, { cancelled: true }, { at: new Date(at).toISOString(), event })
}

/** The payment with some flags changed, the guide's names for them too, and one more entry in its timeline. */
export function changed(
  { app_id, username, payment, timeline }: SeenPayment,
  flags: Partial<SeenPayment['payment']['status']>,
  entry: SeenPayment['timeline'][number],
): SeenPayment {
  const status = { ...payment.status, ...flags }
  if (status.canceled != null) status.canceled = status.cancelled
  if (status.Pioneer_cancelled != null) status.Pioneer_cancelled = status.user_cancelled
  const after = {
    app_id,
    username,
    payment: { ...payment, status },
    timeline: [...timeline, entry],
  }
  return { ...after, json: JSON.stringify(after) }
}
