import type { Payout } from '../payouts/model/payout.ts'
import type { ClientPayouts, NewPayout } from '../payouts/store/payout-store.ts'
import type { PayoutCaps } from '../payouts/model/settings.ts'
import type { WaitForFinal } from './wait-for-final.ts'

export type AcceptPorts = {
  store: Pick<ClientPayouts, 'accept'>
  waitForFinal: WaitForFinal
  /** Notifies the runner of this instance that there is work. */
  wake: () => void
  settings: {
    waitMs: number
    windowMs: number
    caps: PayoutCaps
    /** A request without a key is refused instead of deriving one. */
    isKeyRequired: boolean
    /** The kill switch. */
    isOpen: boolean
  }
}

/** A validated request: amount above 0, metadata not empty and without the reserved key. */
export type PayoutRequest = Omit<NewPayout, 'windowMs' | 'caps' | 'isOpen'>

export type AcceptRefusal =
  | { kind: 'key_required' }
  | { kind: 'key_reused' }
  | { kind: 'over_cap'; cap: bigint }
  | { kind: 'limited'; limit: 'per_client_day' | 'global_day' | 'open_per_client' }
  | { kind: 'closed' }
  | { kind: 'too_many_waiting' }

export type AcceptResult =
  /** `isReplayed`: the payout was there before this call. */
  { ok: true; payout: Payout; isReplayed: boolean } | { ok: false; refusal: AcceptRefusal }

/**
 * Keeps the request and waits for its end. Before the row is committed a fault throws and nothing was begun;
 * afterwards the response is the row, whatever happens upstream.
 */
export async function acceptPayout(
  { store, waitForFinal, wake, settings }: AcceptPorts,
  request: PayoutRequest,
  signal?: AbortSignal,
): Promise<AcceptResult> {
  const { windowMs, caps, isOpen, isKeyRequired, waitMs } = settings
  if (request.idempotencyKey == null && isKeyRequired) return refused({ kind: 'key_required' })
  const accepted = await store.accept({ ...request, windowMs, caps, isOpen })
  if (accepted.kind === 'over_cap') return refused({ kind: 'over_cap', cap: caps.perPayout })
  if (!('payout' in accepted)) return refused(accepted)
  wake()
  const waited = await waitForFinal(accepted.payout, waitMs, signal)
  if (waited.kind === 'too_many') return refused({ kind: 'too_many_waiting' })
  return { ok: true, payout: waited.payout, isReplayed: accepted.kind === 'joined' }
}

function refused(refusal: AcceptRefusal): AcceptResult {
  return { ok: false, refusal }
}
