import { isOpen, type PaymentRecord } from './payment-machine.ts'

/** Payments in memory. An app has at most one open payment per user: a new one replaces it or is refused. */
export type PaymentStore = {
  /** Keeps the newest version of a payment. */
  save(payment: PaymentRecord): PaymentRecord
  find(id: string): PaymentRecord | undefined
  /** The payment of this user and app that can still be completed. */
  findOpen(appId: string, uid: string): PaymentRecord | undefined
  /** Payments that nobody approved by `now`, the first due first. */
  findDue(now: number): PaymentRecord[]
  /** Newest first, at most `limit`, all older than the payment `before`. */
  list(limit: number, before?: string): PaymentRecord[]
  count(): number
}

export function createPaymentStore(): PaymentStore {
  const byId = new Map<string, PaymentRecord>()
  const ids: string[] = []
  const open = new Map<string, PaymentRecord>()
  const waiting = new Map<string, PaymentRecord>()
  /** So that a request with nothing due, which is nearly every one, walks nothing. */
  let nextDue = Infinity

  function keepWaiting(payment: PaymentRecord) {
    if (payment.state === 'created') {
      waiting.set(payment.id, payment)
      nextDue = Math.min(nextDue, payment.approveBy)
    } else if (waiting.delete(payment.id) && payment.approveBy === nextDue) {
      nextDue = Infinity
      for (const { approveBy } of waiting.values()) nextDue = Math.min(nextDue, approveBy)
    }
  }
  return {
    save(payment) {
      if (!byId.has(payment.id)) ids.push(payment.id)
      byId.set(payment.id, payment)
      const key = `${payment.appId} ${payment.uid}`
      if (isOpen(payment)) open.set(key, payment)
      else open.delete(key)
      keepWaiting(payment)
      return payment
    },
    find: (id) => byId.get(id),
    findOpen: (appId, uid) => open.get(`${appId} ${uid}`),
    findDue(now) {
      if (now < nextDue) return []
      return [...waiting.values()]
        .filter(({ approveBy }) => approveBy <= now)
        .toSorted((a, b) => a.approveBy - b.approveBy)
    },
    list(limit, before) {
      const end = before == null ? ids.length : Math.max(0, ids.indexOf(before))
      const page = ids.slice(Math.max(0, end - limit), end).toReversed()
      return page.flatMap((id) => byId.get(id) ?? [])
    },
    count: () => ids.length,
  }
}
