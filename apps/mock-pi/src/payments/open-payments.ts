import { isOpen, type AppPayment, type PaymentRecord, type UserPayment } from './payment-record.ts'

/** The payments that can still be completed, as the rules ask for them. */
export type OpenPayments = {
  /** Takes the newest version of a payment; one that has ended is left out. */
  put(payment: PaymentRecord): void
  /** The user-to-app payment of this user and app: there is one at most. */
  findOpen(appId: string, uid: string): UserPayment | undefined
  /** The app-to-user payments of the app, newest first. */
  listOpen(appId: string): AppPayment[]
  /** User-to-app payments that no one approved by `now`, the first due first. */
  findDue(now: number): UserPayment[]
  count(): number
}

export function createOpenPayments(): OpenPayments {
  const ids = new Set<string>()
  const ofUsers = new Map<string, UserPayment>()
  const ofApps = new Map<string, Map<string, AppPayment>>()
  const waiting = new Map<string, UserPayment>()
  /**
   * Nothing is due before it, so that a request with nothing due, which is nearly every one, walks nothing. It may be too
   * early after a payment left: then one walk finds the next. To look for it whenever one leaves would walk all for each.
   */
  let nextDue = Infinity

  function putUserPayment(payment: UserPayment) {
    const key = `${payment.appId} ${payment.uid}`
    if (isOpen(payment)) ofUsers.set(key, payment)
    // The one that ended may have given way to another one already.
    else if (ofUsers.get(key)?.id === payment.id) ofUsers.delete(key)
    if (payment.state === 'created') {
      waiting.set(payment.id, payment)
      nextDue = Math.min(nextDue, payment.approveBy)
    } else {
      waiting.delete(payment.id)
    }
  }
  function putAppPayment(payment: AppPayment) {
    const ofApp = ofApps.get(payment.appId) ?? new Map<string, AppPayment>()
    if (isOpen(payment)) ofApps.set(payment.appId, ofApp.set(payment.id, payment))
    else ofApp.delete(payment.id)
  }
  return {
    put(payment) {
      if (isOpen(payment)) ids.add(payment.id)
      else ids.delete(payment.id)
      if (payment.direction === 'user_to_app') putUserPayment(payment)
      else putAppPayment(payment)
    },
    findOpen: (appId, uid) => ofUsers.get(`${appId} ${uid}`),
    listOpen: (appId) => [...(ofApps.get(appId)?.values() ?? [])].toReversed(),
    findDue(now) {
      if (now < nextDue) return []
      const due: UserPayment[] = []
      nextDue = Infinity
      for (const payment of waiting.values()) {
        const { approveBy } = payment
        if (approveBy <= now) due.push(payment)
        nextDue = Math.min(nextDue, approveBy)
      }
      return due.toSorted((a, b) => a.approveBy - b.approveBy)
    },
    count: () => ids.size,
  }
}
