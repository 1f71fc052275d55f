import { expectCompletion, findOngoing } from './expected-payout.ts'
import { expectSubmission } from './expected-submission.ts'
import type { Outcome } from './outcome.ts'
import { isOpen, isPayout, type SeenPayment } from './seen-world.ts'
import type { Step } from './step.ts'

/**
 * Which actions Pi accepts, written from the facts (sections 2 to 4) over what is seen of a payment before.
 * Where the facts leave open which code it is, each that fits is allowed.
 */
export function expectOutcome(step: Step): Outcome {
  const { action } = step
  switch (action.do) {
    case 'create':
      if (!step.session!.live) return refused('invalid_authorization')
      return blockerOf(step) == null ? 'accepted' : refused('pending_payment')
    case 'create by control':
      return step.session!.live && blockerOf(step) == null ? 'accepted' : refused('payment_refused')
    case 'create payout':
      if (!step.session!.live) return refused('user_not_found')
      return findOngoing(step) == null ? 'accepted' : refused('ongoing_payment_found')
    case 'ask incomplete':
      return step.session!.live ? 'accepted' : refused('invalid_authorization')
    case 'submit':
      return expectSubmission(step)
    // Whether the replica knows it already is a separate rule.
    case 'look up transaction':
      return 'anything'
    case 'pay':
    case 'cancel as user': {
      const payment = step.before.get(step.id!)
      if (payment == null) return refused('payment_not_found')
      const isAllowed = !isPayout(payment) && asUser[action.do](payment, step)
      return isAllowed ? 'accepted' : refused('payment_refused')
    }
    case 'get':
    case 'approve':
    case 'complete':
    case 'cancel': {
      const payment = step.before.get(step.id!)
      if (payment == null || action.as === 'other app') return refused('payment_not_found')
      return action.do === 'complete' && isPayout(payment)
        ? expectCompletion(step, payment)
        : asServer[action.do](payment, step.txid)
    }
    default:
      return 'accepted'
  }
}

/** What a wallet keeps: 0.98 Pi that an account needs, and 0.01 Pi for the fee. */
const KEPT = 9_800_000n + 100_000n

const asUser = {
  /** The user signs after the developer approved, once, and only what the wallet holds. */
  pay: (seen: SeenPayment, { chainBefore, cast }: Step) => {
    const { status, identifier, transaction } = seen.payment
    const { user, terms } = cast.asked.get(identifier) ?? {}
    const wallet = cast.users[user ?? 0]!.wallet_address
    const { balance = 0n } = chainBefore.accounts.get(wallet) ?? {}
    const isFunded = BigInt(terms?.stroops ?? 0) <= balance - KEPT
    return isOpen(seen) && status.developer_approved && transaction == null && isFunded
  },
  'cancel as user': (seen: SeenPayment) => isOpen(seen) && seen.payment.transaction == null,
}

const asServer = {
  get: (): Outcome => 'accepted',
  approve: ({ payment: { status } }: SeenPayment): Outcome => {
    if (status.cancelled || status.user_cancelled) return refused('cancelled_payment')
    if (status.developer_completed) return refused('already_completed', 'already_approved')
    return status.developer_approved ? refused('already_approved') : 'accepted'
  },
  complete: ({ payment: { status, transaction } }: SeenPayment, txid?: string): Outcome => {
    const isOther = transaction?.txid !== txid
    if (status.cancelled || status.user_cancelled) return refused('cancelled_payment')
    if (transaction == null) return refused('not_verified', 'verification_failed')
    if (status.developer_completed && !isOther) return refused('already_completed')
    if (status.developer_completed) return refused('already_completed', 'txid_mismatch')
    return isOther ? refused('txid_mismatch', 'verification_failed') : 'accepted'
  },
  cancel: ({ payment: { status, transaction } }: SeenPayment): Outcome => {
    if (status.cancelled || status.user_cancelled) return refused('cancelled_payment')
    if (status.developer_completed) return refused('already_completed', 'payment_tx_present')
    return transaction == null ? 'accepted' : refused('payment_tx_present')
  },
}

/** The open payment of the user who asks and of the app. */
export function openPaymentOf({ before, session }: Step): SeenPayment | undefined {
  return [...before.values()].find(
    (seen) => !isPayout(seen) && seen.payment.user_uid === session!.uid && isOpen(seen),
  )
}

/** A paid payment that is not completed blocks a new one; with `lock` every open one does. */
export function blockerOf(step: Step): SeenPayment | undefined {
  const open = openPaymentOf(step)
  const isLocked = step.cast.settings.u2a_pending === 'lock'
  return open?.payment.transaction != null || isLocked ? open : undefined
}

function refused(...codes: string[]): Outcome {
  return { refused: codes }
}
