import { isApproved, isCancelled, isCompleted, isFinal } from '../../mock/payment-watch.ts'
import type { WalletPayment } from '../../mock/wallet-wire.ts'
import { shortPi } from './consent.ts'
import { h } from './dom.ts'

type Step = { text: string; isDone: boolean; left?: string }

/** Time left as minutes and seconds. */
function timeLeft(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export function amountText({ payment }: WalletPayment): string {
  return `${shortPi(payment.amount.toFixed(7))} Pi`
}

/** The terms of the payment, as rows. */
export function termsOf(state: WalletPayment): HTMLElement {
  const { payment, username, fee, balance } = state
  const rows: [string, string][] = [
    ['From', username],
    ['For', payment.memo],
    ['Network fee', `${shortPi(fee)} Pi`],
    ['Balance', balance == null ? 'no wallet' : `${shortPi(balance)} Pi`],
  ]
  return h(
    'dl',
    {},
    ...rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
  )
}

/** What has happened and what comes next, as a list; `now` is the mock's time in ms. */
export function stepsOf(state: WalletPayment, now: number): HTMLElement {
  const isPaid = state.payment.transaction != null
  const steps: Step[] = [
    {
      text: isApproved(state)
        ? "Approved by the app's server"
        : "Waiting for the app's server to approve",
      isDone: isApproved(state),
      left: timeLeft(Date.parse(state.approve_by) - now),
    },
    { text: isPaid ? 'Submitted, and in a ledger' : 'Your signature', isDone: isPaid },
    {
      text: isCompleted(state)
        ? "Completed by the app's server"
        : "The app's server completes the payment",
      isDone: isCompleted(state),
    },
  ]
  const current = isFinal(state) ? -1 : steps.findIndex(({ isDone }) => !isDone)
  return h(
    'ol',
    { class: 'steps' },
    ...steps.map(({ text, isDone, left }, place) => {
      const isNow = place === current
      return h(
        'li',
        {
          class: isDone ? 'done' : isNow ? 'now' : '',
          ...(isNow && { 'aria-current': 'step' }),
        },
        h('span', {}, text),
        ...(isNow && left != null ? [h('time', { role: 'timer' }, left)] : []),
      )
    }),
  )
}

/** How the payment ended; an empty text while it goes on. */
export function endingOf(state: WalletPayment): string {
  if (isCompleted(state)) return 'Paid.'
  if (!isCancelled(state)) return ''
  if (state.payment.status.user_cancelled) return 'Cancelled.'
  return state.timeline.some(({ event }) => event === 'expired')
    ? "Expired: the app's server did not approve the payment in time."
    : 'Cancelled: the app or another payment ended it.'
}
