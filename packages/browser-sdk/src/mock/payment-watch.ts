import type { WalletApi } from './wallet-api.ts'
import type { WalletPayment } from './wallet-wire.ts'

/** After a question that failed, in real ms. */
const RETRY_MS = 1_000

export const isApproved = ({ payment }: WalletPayment) => payment.status.developer_approved
export const isCancelled = ({ payment: { status } }: WalletPayment) =>
  status.cancelled || status.user_cancelled
export const isCompleted = ({ payment }: WalletPayment) => payment.status.developer_completed
export const isFinal = (payment: WalletPayment) => isCancelled(payment) || isCompleted(payment)

/** Payments as they change in the mock. Each is asked for once, however many watch it. */
export type PaymentWatch = {
  /** Called with the present state and after each change; returns an unsubscribe function. */
  subscribe(id: string, listener: (payment: WalletPayment) => void): () => void
  /** The first state for which `isReached` holds. Rejects only as the signal does. */
  until(
    id: string,
    isReached: (payment: WalletPayment) => boolean,
    signal?: AbortSignal,
  ): Promise<WalletPayment>
}

type Watched = {
  listeners: Set<(payment: WalletPayment) => void>
  latest: WalletPayment | undefined
  controller: AbortController
}

export function createPaymentWatch(api: Pick<WalletApi, 'payment' | 'paymentAfter'>): PaymentWatch {
  const watched = new Map<string, Watched>()

  /** Until the payment is final or nobody watches. */
  async function poll(id: string, entry: Watched) {
    const { signal } = entry.controller
    while (!signal.aborted) {
      try {
        const { latest } = entry
        const next =
          latest == null
            ? await api.payment(id)
            : await api.paymentAfter(id, latest.version, signal)
        if (signal.aborted) return
        const isNews = next.version !== latest?.version
        entry.latest = next
        if (isNews) for (const listener of entry.listeners) listener(next)
        if (isFinal(next)) return
      } catch {
        if (signal.aborted) return
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  function open(id: string): Watched {
    const known = watched.get(id)
    if (known != null) return known
    const entry: Watched = {
      listeners: new Set(),
      latest: undefined,
      controller: new AbortController(),
    }
    watched.set(id, entry)
    void poll(id, entry)
    return entry
  }

  const subscribe: PaymentWatch['subscribe'] = (id, listener) => {
    const entry = open(id)
    entry.listeners.add(listener)
    if (entry.latest != null) listener(entry.latest)
    return () => {
      entry.listeners.delete(listener)
      if (entry.listeners.size > 0 || watched.get(id) !== entry) return
      watched.delete(id)
      entry.controller.abort()
    }
  }
  return {
    subscribe,
    until: (id, isReached, signal) =>
      new Promise((resolve, reject) => {
        let unsubscribe: (() => void) | undefined
        let isDone = false
        const end = () => {
          isDone = true
          unsubscribe?.()
          signal?.removeEventListener('abort', leave)
        }
        const leave = () => {
          end()
          reject(signal?.reason as Error)
        }
        if (signal?.aborted === true) return reject(signal.reason as Error)
        signal?.addEventListener('abort', leave)
        unsubscribe = subscribe(id, (payment) => {
          if (isDone || !isReached(payment)) return
          end()
          resolve(payment)
        })
        if (isDone) unsubscribe()
      }),
  }
}
