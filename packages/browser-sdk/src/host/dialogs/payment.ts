import { isApproved, isCompleted, isFinal } from '../../mock/payment-watch.ts'
import { describeFailure } from '../../mock/request.ts'
import type { WalletPayment } from '../../mock/wallet-wire.ts'
import type { MockWallet } from '../mock-wallet.ts'
import { h } from './dom.ts'
import { openModal } from './modal.ts'
import { amountText, endingOf, stepsOf, termsOf } from './payment-view.ts'
import type { Stage } from './stage.ts'

/** How long an end is shown, in real ms. */
const SHOW_COMPLETED_MS = 1_500
const SHOW_CANCELLED_MS = 4_000
const TICK_MS = 250
/** Characters of an amount that fit in large type. */
const SHORT = 14

export type PaymentDialog = {
  id: string
  appName: string
  /** The wallet pays, and the page does not learn of it. */
  loseConnection: (pay: () => Promise<unknown>) => Promise<unknown>
}

/** Shows a payment until it is final or the user closes it. Escape cancels what is not paid yet. */
export async function showPayment(stage: Stage, wallet: MockWallet, options: PaymentDialog) {
  const { id, appName, loseConnection } = options
  const { api, clock, watch } = wallet
  const first = await api.payment(id)
  const now = () => clock.now() ?? Date.parse(first.payment.created_at ?? first.approve_by)
  const amount = amountText(first)
  let latest = first
  const view = h('div', { 'aria-live': 'polite' })
  const alert = h('p', { class: 'alert', role: 'alert' })
  const buttons = createButtons()

  const modal = await openModal<'escape' | 'closed'>(stage, {
    title: `Pay ${appName}`,
    cancelled: 'escape',
    content: () => [
      h(
        'div',
        {},
        h('p', { class: amount.length > SHORT ? 'amount long' : 'amount' }, amount),
        termsOf(first),
        view,
        alert,
      ),
      buttons.main,
      buttons.more,
    ],
  })

  /** Runs one action of the wallet; what the mock refuses is shown, and the dialog stays. */
  async function act(action: () => Promise<unknown>, thenCloses = false) {
    buttons.disable(true)
    alert.textContent = ''
    try {
      await action()
      if (thenCloses) modal.close('closed')
    } catch (error) {
      alert.textContent = describeFailure(error)
      alert.scrollIntoView({ block: 'nearest' })
    }
    buttons.disable(false)
    buttons.show(latest)
  }
  buttons.onPress({
    pay: () => act(() => api.pay(id)),
    cancel: () => act(() => api.cancel(id), true),
    lose: () => act(() => loseConnection(() => api.pay(id)), true),
    close: () => Promise.resolve(modal.close('closed')),
  })

  const draw = () => {
    view.replaceChildren(stepsOf(latest, now()), h('p', {}, endingOf(latest)))
  }
  draw()
  buttons.show(first)
  const timer = setInterval(() => updateTimer(view, latest, now()), TICK_MS)
  let drawn = ''
  const onChange = (state: WalletPayment) => {
    latest = state
    const shown = JSON.stringify(state.payment)
    // A version can also be a report, which shows nothing here.
    if (shown === drawn) return
    drawn = shown
    draw()
    buttons.show(state)
    if (!isFinal(state)) return
    setTimeout(
      () => modal.close('closed'),
      isCompleted(state) ? SHOW_COMPLETED_MS : SHOW_CANCELLED_MS,
    )
  }
  const unsubscribe = watch.subscribe(id, { onChange, onLost: () => modal.close('closed') })
  const how = await modal.result
  clearInterval(timer)
  unsubscribe()
  const isOpen = !isFinal(latest) && latest.payment.transaction == null
  if (how === 'escape' && isOpen) await api.cancel(id).catch(() => undefined)
}

/** Only the countdown changes between two states, so that screen readers are not told each second. */
function updateTimer(view: HTMLElement, state: WalletPayment, now: number) {
  const shown = view.querySelector('time')
  const next = stepsOf(state, now).querySelector('time')
  if (shown != null && next != null) shown.textContent = next.textContent
}

type Presses = Record<'pay' | 'cancel' | 'lose' | 'close', () => Promise<unknown>>

function createButtons() {
  let presses: Presses | undefined
  const button = (label: string, name: keyof Presses, kind = '') =>
    h('button', { type: 'button', class: kind, onclick: () => void presses?.[name]() }, label)
  const cancel = button('Cancel', 'cancel')
  const pay = button('Sign and pay', 'pay', 'primary')
  const close = button('Close', 'close')
  const lose = button('Pay, but lose the connection', 'lose')
  const nothing = button('Do nothing', 'close')
  const all = [cancel, pay, close, lose, nothing]
  const more = h(
    'details',
    {},
    h('summary', {}, 'What else can happen'),
    h('div', { class: 'actions' }, lose, nothing),
  )
  return {
    main: h('div', { class: 'actions' }, cancel, pay, close),
    more,
    onPress: (handlers: Presses) => void (presses = handlers),
    disable(isBusy: boolean) {
      for (const each of all) each.disabled = isBusy
    },
    show(state: WalletPayment) {
      const isOpen = !isFinal(state) && state.payment.transaction == null
      for (const each of [cancel, pay, more]) each.hidden = !isOpen
      close.hidden = isOpen
      const canPay = isApproved(state)
      pay.disabled = !canPay
      lose.disabled = !canPay
    },
  }
}
