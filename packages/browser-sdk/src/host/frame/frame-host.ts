import type { PlatformApi } from '../../mock/platform-api.ts'
import type { NativeFeature } from '../../surface/features.ts'
import type { PiPayment } from '../../surface/pi.ts'
import { PI_TEXTS } from '../../texts.ts'
import type { Host } from '../host.ts'
import { MESSAGES } from '../protocol.ts'
import type { FrameChannel } from './frame-channel.ts'

type FrameHostOptions = {
  channel: FrameChannel
  platformAt: (url: string) => PlatformApi
  /** Responds to what has no message in the protocol as it is known. */
  local: Pick<Host, 'hostApp' | 'isAdReady' | 'requestAd' | 'showAd'>
}

/** The page around this one, asked by messages as Pi's script asks. */
export function createFrameHost({ channel, platformAt, local }: FrameHostOptions): Host {
  const { ask } = channel
  let signedIn: { accessToken: string; backendUrl: string } | undefined
  const { hostApp, isAdReady, requestAd, showAd } = local
  return {
    hostApp,
    isAdReady,
    requestAd,
    showAd,
    async openConsentModal(scopes) {
      const { cancelled } = await ask(MESSAGES.consent, { scopes })
      return { accepted: cancelled !== true }
    },
    async communicationInformation() {
      const { accessToken, backendURL } = await ask(MESSAGES.communication)
      if (typeof accessToken !== 'string' || typeof backendURL !== 'string') {
        throw new Error(PI_TEXTS.authenticationFailed)
      }
      signedIn = { accessToken, backendUrl: backendURL }
      return signedIn
    },
    async preparePaymentFlow() {
      const { pending, pendingPayment } = await ask(MESSAGES.prepare)
      return pending === true
        ? // The casts below: the host sends what Pi's does.
          { pending, pendingPayment: pendingPayment as PiPayment }
        : { pending: false }
    },
    async showPrePaymentError() {
      await ask(MESSAGES.prePaymentError, { paymentError: 'pending_check_failed' })
    },
    async startPaymentFlow({ identifier }) {
      const { success } = await ask(MESSAGES.start, { paymentId: identifier })
      if (success === false) throw new Error('The host did not start the payment.')
    },
    async waitForTransaction(_paymentId, signal) {
      const { cancelled, txid } = await ask(MESSAGES.wait, undefined, signal)
      return cancelled === true ? { cancelled } : { txid: String(txid) }
    },
    async decideCallbackRetrial(_paymentId, phase) {
      const { retry } = await ask(MESSAGES.retrial, { targetStatus: phase })
      return { retry: retry === true }
    },
    async nativeFeatures() {
      const { features } = await ask(MESSAGES.features)
      return Array.isArray(features) ? (features as NativeFeature[]) : []
    },
    async requestPermission(permission) {
      return (await ask(MESSAGES.permission, { permission }))['granted'] === true
    },
    async copyText(text) {
      await ask(MESSAGES.copy, { text })
    },
    async openUrl(url) {
      const { success, message } = await ask(MESSAGES.openUrl, { url })
      if (success === false) throw new Error(String(message))
    },
    async openShareDialog(title, message) {
      await ask(MESSAGES.share, { title, sharingMessage: message })
    },
    async openConversation(conversationId) {
      await ask(MESSAGES.conversation, { conversationId })
    },
    async walletAddresses() {
      if (signedIn == null) throw new Error('No user is signed in: call authenticate first.')
      const user = await platformAt(signedIn.backendUrl).me(signedIn.accessToken)
      return user.wallet_address == null ? [] : [user.wallet_address]
    },
  }
}
