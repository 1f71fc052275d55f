import { SCOPES } from '../scopes.ts'
import type { Host, Phase } from '../host/host.ts'
import { MESSAGES, type MessageType, type Payload } from '../host/protocol.ts'
import type { WalletApi } from '../mock/wallet-api.ts'
import type { Scope } from '@aloha-pi/contracts/wire'

export type Respond = (payload: Payload) => Promise<Payload>

export type ResponderOptions = {
  host: Host
  api: Pick<WalletApi, 'payment' | 'url'>
  /** Whose payments may be begun. */
  appId: string
  appOrigin: string
}

const NOTHING: Payload = {}

/** What the host does on each message of the protocol, and the payload of its response. */
export function createResponders(options: ResponderOptions): Record<MessageType, Respond> {
  return {
    ...createUserResponders(options),
    ...createPaymentResponders(options),
    ...createFeatureResponders(options),
  }
}

function createUserResponders({ host, appOrigin }: ResponderOptions) {
  return {
    async [MESSAGES.consent]({ scopes }: Payload) {
      const { accepted } = await host.openConsentModal(readScopes(scopes))
      return accepted ? { success: true } : { cancelled: true }
    },
    async [MESSAGES.communication]() {
      const { accessToken, backendUrl } = await host.communicationInformation()
      return { accessToken, backendURL: backendUrl, frontendURL: appOrigin }
    },
    // The script says what went wrong for it; the list of messages shows that.
    [MESSAGES.authError]: async () => NOTHING,
    [MESSAGES.unknownError]: async () => NOTHING,
    [MESSAGES.location]: async () => NOTHING,
  }
}

function readScopes(given: unknown): Scope[] {
  const isScope = (each: unknown): each is Scope =>
    typeof each === 'string' && Object.hasOwn(SCOPES, each)
  return Array.isArray(given) ? given.filter(isScope) : []
}

/** Messages about a payment do not name it: it is the one that was begun last. */
function createPaymentResponders({ host, api, appId }: ResponderOptions) {
  let current: string | undefined
  const currentId = () => {
    if (current == null) throw new Error('No payment was begun.')
    return current
  }
  return {
    async [MESSAGES.prepare]() {
      return host.preparePaymentFlow()
    },
    async [MESSAGES.prePaymentError]() {
      // Not waited for: the dialog stays until the user closes it.
      void host.showPrePaymentError('A pending payment needs to be handled.')
      return NOTHING
    },
    async [MESSAGES.start]({ paymentId }: Payload) {
      const found = await api.payment(String(paymentId))
      if (found.app_id !== appId) return { success: false }
      current = found.payment.identifier
      // The cast: payments of the mock have all fields.
      await host.startPaymentFlow(found.payment as Parameters<Host['startPaymentFlow']>[0])
      return { success: true }
    },
    async [MESSAGES.wait]() {
      const paymentId = currentId()
      const outcome = await host.waitForTransaction(paymentId, new AbortController().signal)
      return outcome.cancelled === true
        ? { cancelled: true, paymentId }
        : { cancelled: false, paymentId, txid: outcome.txid }
    },
    async [MESSAGES.retrial]({ targetStatus }: Payload) {
      const phase: Phase =
        targetStatus === 'developerCompleted' ? 'developerCompleted' : 'developerApproved'
      return host.decideCallbackRetrial(currentId(), phase)
    },
  }
}

function createFeatureResponders({ host }: ResponderOptions) {
  return {
    async [MESSAGES.features]() {
      return { features: await host.nativeFeatures() }
    },
    async [MESSAGES.permission]({ permission }: Payload) {
      return { granted: await host.requestPermission(String(permission)) }
    },
    async [MESSAGES.copy]({ text }: Payload) {
      await host.copyText(String(text))
      return NOTHING
    },
    async [MESSAGES.openUrl]({ url }: Payload) {
      try {
        await host.openUrl(String(url))
        return { success: true }
      } catch (error) {
        return { success: false, message: error instanceof Error ? error.message : String(error) }
      }
    },
    async [MESSAGES.share]({ title, sharingMessage }: Payload) {
      await host.openShareDialog(String(title), String(sharingMessage))
      return NOTHING
    },
    async [MESSAGES.conversation]({ conversationId }: Payload) {
      await host.openConversation(String(conversationId))
      return NOTHING
    },
  }
}
