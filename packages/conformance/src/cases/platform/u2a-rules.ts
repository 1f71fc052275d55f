import type { Expect, ShownState } from '../../model/case.ts'

/** The state of a user-to-app payment before a command. */
export type U2aState =
  | 'created'
  | 'approved'
  | 'paid'
  | 'completed'
  | 'cancelled'
  | 'cancelled-by-user'
  | 'expired'

/** What the server of the app does; `complete-other` names another transaction than the one that paid. */
export type U2aCommand = 'approve' | 'complete' | 'complete-other' | 'cancel'

/** What comes of a command: the state that it leads to, or a refusal that changes nothing. */
export type Outcome = { to: ShownState } | { refused: Expect }

const refused = (...code: string[]): Outcome => ({ refused: { status: 'refused', code } })
const cancelled = refused('cancelled_payment')
const ofCompleted = (...more: string[]) => refused('already_completed', ...more)
/** No one has published what Pi says of a completion before the user paid. */
const unpaid = refused(
  'not_verified',
  'verification_failed',
  'not_approved_payment',
  'txid_mismatch',
)
const allOfCancelled = {
  approve: cancelled,
  complete: cancelled,
  'complete-other': cancelled,
  cancel: cancelled,
}

/**
 * By hand, from Pi's documents, captures and client code: what each command does in each state. Where more
 * than one code is listed, sources leave it open which comes.
 */
export const u2aRules: Record<U2aState, Record<U2aCommand, Outcome>> = {
  created: {
    approve: { to: 'approved' },
    complete: unpaid,
    'complete-other': unpaid,
    cancel: { to: 'cancelled' },
  },
  approved: {
    approve: refused('already_approved'),
    complete: unpaid,
    'complete-other': unpaid,
    cancel: { to: 'cancelled' },
  },
  paid: {
    approve: refused('already_approved'),
    complete: { to: 'completed' },
    'complete-other': refused('txid_mismatch', 'verification_failed'),
    cancel: { refused: { fixture: 'platform-payments-cancel-tx-present' } },
  },
  completed: {
    approve: ofCompleted('already_approved'),
    complete: ofCompleted(),
    'complete-other': ofCompleted('txid_mismatch'),
    cancel: ofCompleted('payment_tx_present'),
  },
  cancelled: allOfCancelled,
  'cancelled-by-user': allOfCancelled,
  expired: allOfCancelled,
}

/** How a payment in that state is shown. */
export function shownAs(state: U2aState): ShownState {
  return state === 'expired' ? 'cancelled' : state
}
