import { alohaErrorForPi, CURSOR_RULE } from '@aloha-pi/contracts/aloha'
import { formatStroops } from '@aloha-pi/contracts/platform'
import { refusal, type Refusal } from '../http/refusal.ts'
import { refusedForGood } from '../upstream/pi-refusals.ts'
import type { AcceptRefusal } from './accept-payout.ts'
import { payoutRecord } from './payout-wire.ts'
import type { Payout } from '../payouts/model/payout.ts'
import type { PayoutCaps } from '../payouts/model/settings.ts'

/** Codes of a request that is not let in. */
export type AcceptErrorCode =
  | 'invalid_request'
  | 'idempotency_key_reuse'
  | 'payout_limit'
  | 'payouts_off'
  | 'too_many_waiting'
/** Codes of a payout that ended without paying. */
export type UnpaidErrorCode =
  | 'cancelled'
  | 'insufficient_balance'
  | 'payout_failed'
  | 'user_not_found'
  | 'missing_scope'
  | 'invalid_request'
  | 'upstream_refused'

const LIMIT_SECONDS = 600
const OFF_SECONDS = 60
const WAITING_SECONDS = 5

/** Why a request is not let in. `whyOff`: what blocks all new payouts. */
export function acceptRefusal(
  reason: AcceptRefusal,
  { caps, whyOff }: { caps: PayoutCaps; whyOff: string },
): Refusal<AcceptErrorCode> {
  switch (reason.kind) {
    case 'key_required':
      return refusal('invalid_request', { field: 'Idempotency-Key', rule: 'is required' })
    case 'key_reused':
      return refusal('idempotency_key_reuse')
    case 'over_cap': {
      const rule = `must be at most ${piOf(reason.cap)} Pi, the cap of one payout`
      return refusal('invalid_request', { field: 'payment.amount', rule })
    }
    case 'limited':
      return refusal(
        'payout_limit',
        { limit: limitWords[reason.limit](caps) },
        { retryAfterSeconds: LIMIT_SECONDS },
      )
    case 'closed':
      return refusal('payouts_off', { reason: whyOff }, { retryAfterSeconds: OFF_SECONDS })
    case 'too_many_waiting':
      return waitingRefusal()
  }
}

export function waitingRefusal(): Refusal<'too_many_waiting'> {
  return refusal('too_many_waiting', {}, { retryAfterSeconds: WAITING_SECONDS })
}

type Limit = Extract<AcceptRefusal, { kind: 'limited' }>['limit']
const limitWords: Record<Limit, (caps: PayoutCaps) => string> = {
  per_client_day: ({ perClientDay }) => `${piOf(perClientDay)} Pi of one client in 24 hours`,
  global_day: () => 'all clients together in 24 hours',
  open_per_client: ({ openPerClient }) => `${openPerClient} open payouts of one client`,
}

function piOf(stroops: bigint): string {
  return formatStroops(stroops).replace(/\.?0+$/, '')
}

const anew = { note: 'No money moved. To try again, send another Idempotency-Key' }

/** The final no of a payout, by what it failed with. Undefined for every other state. */
export function unpaidRefusal(payout: Payout): Refusal<UnpaidErrorCode> | undefined {
  const record = payoutRecord('insert', payout)
  if (payout.state === 'cancelled') return { ...refusal('cancelled', { id: payout.id }), record }
  if (payout.state !== 'failed') return undefined
  return { ...failedRefusal(payout), record }
}

function failedRefusal({ failCode, uid }: Payout): Refusal<UnpaidErrorCode> {
  const code = failCode ?? 'unknown_error'
  if (code === 'insufficient_balance') return refusal(code, {}, anew)
  if (/^(op|tx)_/.test(code)) return refusal('payout_failed', { code }, anew)
  const known = alohaErrorForPi(code)
  switch (known) {
    case 'user_not_found':
      return refusal(known, { uid }, anew)
    case 'missing_scope':
      return refusal(known, {}, anew)
    case 'invalid_request':
      return refusal(known, { field: 'payment', rule: `is refused by Pi with ${code}` }, anew)
    default:
      return refusedForGood(code, anew)
  }
}

/** Too late to cancel. */
export function alreadyPaid(payout: Payout): Refusal<'already_paid'> {
  const record = payoutRecord('select', payout)
  return { ...refusal('already_paid', { id: payout.piId ?? payout.id }), record }
}

/** A cursor that no page of this client had. */
export function unknownCursor(): Refusal<'invalid_request'> {
  return refusal('invalid_request', { field: 'cursor', rule: CURSOR_RULE })
}
