import type { WalletState } from '../mock/wallet-wire.ts'
import type { Host } from './host.ts'

type Choice = {
  /** Of the mock, read each time: its settings may name an autopilot. */
  readState: () => Promise<WalletState>
  /** Of the two, the one in charge now. */
  pick: (state: WalletState) => Host
  /** For what no user answers. */
  common: Host
}

/** The host that responds to each message: dialogs, or an autopilot that was set meanwhile. A payment keeps its host. */
export function chooseHost({ readState, pick, common }: Choice): Host {
  const ofPayments = new Map<string, Host>()
  const choose = async () => pick(await readState())
  return {
    ...common,
    openConsentModal: async (scopes) => (await choose()).openConsentModal(scopes),
    showPrePaymentError: async (text) => (await choose()).showPrePaymentError(text),
    async startPaymentFlow(payment) {
      const host = await choose()
      ofPayments.set(payment.identifier, host)
      await host.startPaymentFlow(payment)
    },
    async waitForTransaction(id, signal) {
      const host = ofPayments.get(id) ?? (await choose())
      ofPayments.delete(id)
      return host.waitForTransaction(id, signal)
    },
    requestPermission: async (permission) => (await choose()).requestPermission(permission),
    openShareDialog: async (title, message) => (await choose()).openShareDialog(title, message),
    openConversation: async (id) => (await choose()).openConversation(id),
    isAdReady: async (type) => (await choose()).isAdReady(type),
    requestAd: async (type) => (await choose()).requestAd(type),
    showAd: async (type) => (await choose()).showAd(type),
  }
}
