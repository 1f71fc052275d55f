import type { Expect, ShownState } from '../../model/case.ts'
import type { AppCommand } from './have-app-payment.ts'

/** The state of an app-to-user payment before a command. */
export type AppState = 'open' | 'paid' | 'linked' | 'completed' | 'cancelled'
export type AppOutcome = { to: ShownState } | { refused: Expect }

const refused = (...code: string[]): AppOutcome => ({
  refused: { status: 'refused', ...(code.length === 0 ? {} : { code }) },
})
/** That it errs is reported; with which code, no one has shown. */
const noApproval = refused()
const linked = {
  refused: { fixture: 'platform-payments-complete-payment-already-linked-with-a-tx' },
}

/** By hand, from captures, documents and reports: what each command does in each state. */
export const appRules: Record<AppState, Record<AppCommand, AppOutcome>> = {
  open: {
    approve: noApproval,
    complete: refused('verification_failed', 'not_verified'),
    cancel: { to: 'cancelled' },
  },
  // Pi learns of the transaction only from the completion.
  paid: { approve: noApproval, complete: { to: 'completed' }, cancel: { to: 'cancelled' } },
  linked: {
    approve: noApproval,
    complete: linked,
    cancel: { refused: { fixture: 'platform-payments-cancel-tx-present' } },
  },
  completed: {
    approve: noApproval,
    complete: refused('already_completed'),
    cancel: refused('already_completed', 'payment_tx_present'),
  },
  cancelled: {
    approve: noApproval,
    complete: refused('cancelled_payment'),
    cancel: refused('cancelled_payment'),
  },
}

/** How each state is shown: of money that moved, Pi knows nothing before the completion. */
export const appShownAs: Record<AppState, ShownState> = {
  open: 'approved',
  paid: 'approved',
  linked: 'linked',
  completed: 'completed',
  cancelled: 'cancelled',
}
