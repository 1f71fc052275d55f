import { findPayout } from './find-payout.ts'
import type { Payout } from '../payouts/model/payout.ts'
import type { ClientPayouts, Requester } from '../payouts/store/payout-store.ts'
import type { WaitForFinal } from './wait-for-final.ts'

export type CancelPorts = {
  store: Pick<ClientPayouts, 'find' | 'findByPiId' | 'requestCancel'>
  waitForFinal: WaitForFinal
  wake: () => void
  waitMs: number
}

export type CancelResult =
  | { kind: 'cancelled' | 'pending' | 'already_paid' | 'failed'; payout: Payout }
  | { kind: 'unknown' }
  | { kind: 'too_many_waiting' }

/**
 * Asks for the cancellation and waits for the end. `pending`: a signed transaction may still pay, or an
 * operator has to look. A payout of another client is `unknown`.
 */
export async function cancelPayout(
  { store, waitForFinal, wake, waitMs }: CancelPorts,
  request: Requester & { id: string },
  signal?: AbortSignal,
): Promise<CancelResult> {
  const { id, ...requester } = request
  const known = await findPayout(store, id)
  if (known == null || known.clientId !== requester.clientId) return { kind: 'unknown' }
  const asked = await store.requestCancel(known.id, requester)
  if (asked == null) return { kind: 'unknown' }
  wake()
  const waited = await waitForFinal(asked, waitMs, signal)
  if (waited.kind === 'too_many') return { kind: 'too_many_waiting' }
  return { kind: verdict(waited.payout), payout: waited.payout }
}

function verdict({ state }: Payout): 'cancelled' | 'pending' | 'already_paid' | 'failed' {
  switch (state) {
    case 'cancelled':
    case 'failed':
      return state
    case 'paid':
    case 'completed':
    case 'paid_unconfirmed':
      return 'already_paid'
    default:
      return 'pending'
  }
}
