import { createBackoff } from './backoff.ts'
import { isRequestError } from './request.ts'
import type { WalletApi } from './wallet-api.ts'
import type { WalletPayment } from './wallet-wire.ts'

export const isApproved = ({ payment }: WalletPayment) => payment.status.developer_approved
export const isCancelled = ({ payment: { status } }: WalletPayment) =>
  status.cancelled || status.user_cancelled
export const isCompleted = ({ payment }: WalletPayment) => payment.status.developer_completed
export const isFinal = (payment: WalletPayment) => isCancelled(payment) || isCompleted(payment)

export type Watcher = {
  onChange: (payment: WalletPayment) => void
  /** The mock knows no such payment any more, as after a reset. */
  onLost: (error: Error) => void
}

/** Payments as they change in the mock. Each is asked for once, however many watch it. */
export type PaymentWatch = {
  /** Called with the present state and after each change; returns an unsubscribe function. */
  subscribe(id: string, watcher: Watcher): () => void
  /** The first state for which `isReached` holds. Rejects as the signal does, and when the mock forgot the payment. */
  until(
    id: string,
    isReached: (payment: WalletPayment) => boolean,
    signal?: AbortSignal,
  ): Promise<WalletPayment>
}

type Watched = {
  watchers: Set<Watcher>
  latest: WalletPayment | undefined
  controller: AbortController
}

export function createPaymentWatch(api: Pick<WalletApi, 'payment' | 'paymentAfter'>): PaymentWatch {
  const watched = new Map<string, Watched>()

  /** Until the payment is final or no one watches. */
  async function poll(id: string, entry: Watched) {
    const { signal } = entry.controller
    const backoff = createBackoff()
    while (!signal.aborted) {
      try {
        const { latest } = entry
        const next =
          latest == null
            ? await api.payment(id)
            : await api.paymentAfter(id, latest.version, signal)
        if (signal.aborted) return
        backoff.reset()
        const isNews = next.version !== latest?.version
        entry.latest = next
        if (isNews) for (const { onChange } of entry.watchers) onChange(next)
        if (isFinal(next)) return
      } catch (error) {
        if (signal.aborted) return
        if (isRequestError(error) && error.response?.status === 404) {
          watched.delete(id)
          for (const { onLost } of entry.watchers) onLost(error)
          return
        }
        await backoff.wait()
      }
    }
  }

  function open(id: string): Watched {
    const known = watched.get(id)
    if (known != null) return known
    const entry: Watched = {
      watchers: new Set(),
      latest: undefined,
      controller: new AbortController(),
    }
    watched.set(id, entry)
    void poll(id, entry)
    return entry
  }

  const subscribe: PaymentWatch['subscribe'] = (id, watcher) => {
    const entry = open(id)
    entry.watchers.add(watcher)
    if (entry.latest != null) watcher.onChange(entry.latest)
    return () => {
      entry.watchers.delete(watcher)
      if (entry.watchers.size > 0 || watched.get(id) !== entry) return
      watched.delete(id)
      entry.controller.abort()
    }
  }

  return {
    subscribe,
    async until(id, isReached, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<WalletPayment>()
      const leave = () => reject(signal?.reason as Error)
      signal?.addEventListener('abort', leave)
      const onChange = (payment: WalletPayment) => {
        if (isReached(payment)) resolve(payment)
      }
      const unsubscribe = subscribe(id, { onChange, onLost: reject })
      try {
        return await promise
      } finally {
        unsubscribe()
        signal?.removeEventListener('abort', leave)
      }
    },
  }
}
