import type { Host, TransactionOutcome } from './host/host.ts'
import { outcomeOf, type MockWallet } from './host/mock-wallet.ts'
import { complain } from './console.ts'
import { isApproved, isCancelled } from './mock/payment-watch.ts'
import { describeFailure } from './mock/request.ts'
import type { WalletAutopilot } from './mock/wallet-wire.ts'

/** The wallet of a user who answers by rules. Nothing is shown. */
export function createAutopilotHost(wallet: MockWallet, rules: () => WalletAutopilot): Host {
  const { api, clock, watch, common } = wallet

  async function takeTime() {
    const { delay_ms: delay } = rules()
    if (delay > 0) await clock.waitUntil((await clock.read()) + delay)
  }

  async function act(id: string, action: 'pay' | 'cancel') {
    await takeTime()
    await api[action](id)
  }

  /** Pays or cancels by the rule, as soon as it can. */
  async function usePayment(id: string, signal: AbortSignal) {
    const { payment: rule } = rules()
    if (rule === 'ignore') return
    if (rule === 'cancel') return act(id, 'cancel')
    const state = await watch.until(id, (each) => isApproved(each) || isCancelled(each), signal)
    if (isCancelled(state)) return
    await act(id, rule === 'cancel-after-approval' ? 'cancel' : 'pay')
  }

  async function waitForTransaction(id: string, signal: AbortSignal): Promise<TransactionOutcome> {
    const isSilent = rules().payment === 'pay-silently'
    const outcome = outcomeOf(watch, id, signal)
    try {
      await usePayment(id, signal)
    } catch (error) {
      signal.throwIfAborted()
      complain(`The autopilot could not use its wallet: ${describeFailure(error)}`)
      // What a person does who cannot pay; a payment that is already over stays as it is.
      await api.cancel(id).catch(() => undefined)
    }
    const { cancelled, ...paid } = await outcome
    if (cancelled === true) return { cancelled }
    return isSilent ? new Promise(() => undefined) : (paid as TransactionOutcome)
  }

  return {
    ...common,
    async openConsentModal(scopes) {
      await takeTime()
      const { consent, user } = rules()
      if (consent === 'refuse') return { accepted: false }
      await wallet.signIn(user, scopes)
      return { accepted: true }
    },
    startPaymentFlow: async () => undefined,
    showPrePaymentError: async () => undefined,
    waitForTransaction,
    requestPermission: async () => true,
    openShareDialog: async () => undefined,
    openConversation: async () => undefined,
    isAdReady: async () => true,
    requestAd: async () => 'AD_LOADED',
    showAd: async (type) => (type === 'rewarded' ? 'AD_REWARDED' : 'AD_CLOSED'),
  }
}
