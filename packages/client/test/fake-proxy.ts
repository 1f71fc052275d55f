import type { PayoutRow } from '@aloha-pi/contracts/wire'
import type { Served } from './start-fault-server.ts'
import type { SeenRequest } from './start-server.ts'
import { payoutEnvelope, u2aEnvelope, UID } from './wire-payment.ts'

/**
 * A proxy that pays once for a key, and again for every request without one. `states` are what a payout
 * shows from one request to the next; the last one stays.
 */
export function createFakeProxy(states: PayoutRow['status'][] = ['completed']) {
  const paid = new Map<unknown, number>()
  const effects = new Set<string>()
  let payouts = 0
  let shown = 0
  const next = () => states[Math.min(shown++, states.length - 1)]!

  return {
    /** How many payouts were made. */
    payouts: () => payouts,
    /** The u2a and cancel actions that were carried out. */
    effects,
    serve({ path, headers }: SeenRequest): Served {
      const [direction, action, id] = path.split('/').slice(3)
      if (direction === 'u2a') {
        effects.add(`${action} ${id}`)
        return { status: 200, body: u2aEnvelope(action!, 'approved') }
      }
      if (action === 'create') {
        const key = headers['idempotency-key']
        if (key == null || !paid.has(key)) paid.set(key, ++payouts)
      }
      if (action === 'cancel') effects.add(`cancel ${id}`)
      const status = next()
      const body = payoutEnvelope(action as 'create', status)
      return { status: status === 'processing' && action !== 'details' ? 202 : 200, body }
    },
  }
}

export const NEW_PAYOUT = {
  amount: 1.5,
  memo: 'Refund',
  metadata: { orderId: '12345' },
  uid: UID,
}
