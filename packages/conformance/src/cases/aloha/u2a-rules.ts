import type { Expect, ShownState } from '../../model/case.ts'
import type { U2aState } from '../platform/u2a-rules.ts'

/** What a client asks for; `complete-other` names another transaction than the one that paid. */
export type AlohaCommand = 'approve' | 'complete' | 'complete-other' | 'abort'

/** What comes of it: a success that shows the state, new or as it was, or a refusal that changes nothing. */
export type AlohaOutcome = { to: ShownState } | { refused: Expect }

const conflict = (...code: string[]): AlohaOutcome => ({ refused: { status: 409, code } })
const unpaid = conflict('not_verified', 'verification_failed')
const cancelled = (state: ShownState) => ({
  approve: conflict('cancelled_payment'),
  complete: conflict('cancelled_payment'),
  'complete-other': conflict('cancelled_payment'),
  abort: { to: state },
})

/** By hand, from the description of the API: what is repeated gets the first response. */
export const alohaRules: Record<U2aState, Record<AlohaCommand, AlohaOutcome>> = {
  created: {
    approve: { to: 'approved' },
    complete: unpaid,
    'complete-other': unpaid,
    abort: { to: 'cancelled' },
  },
  approved: {
    approve: { to: 'approved' },
    complete: unpaid,
    'complete-other': unpaid,
    abort: { to: 'cancelled' },
  },
  paid: {
    approve: { to: 'paid' },
    complete: { to: 'completed' },
    'complete-other': conflict('txid_mismatch', 'verification_failed'),
    abort: conflict('payment_tx_present'),
  },
  completed: {
    approve: { to: 'completed' },
    complete: { to: 'completed' },
    'complete-other': conflict('txid_mismatch'),
    abort: conflict('already_completed'),
  },
  cancelled: cancelled('cancelled'),
  'cancelled-by-user': cancelled('cancelled-by-user'),
  expired: cancelled('cancelled'),
}

/** The status in our own record after a success that shows the state. */
export const recordedAs: Record<ShownState, string> = {
  created: 'seen',
  approved: 'approved',
  paid: 'approved',
  completed: 'completed',
  cancelled: 'aborted',
  'cancelled-by-user': 'aborted',
  linked: 'approved',
}
