import type { Scope } from '@aloha-pi/contracts/wire'
import type { MockClock } from '../mock/clock.ts'
import {
  isApproved,
  isCancelled,
  isCompleted,
  isFinal,
  type PaymentWatch,
} from '../mock/payment-watch.ts'
import type { PlatformApi } from '../mock/platform-api.ts'
import type { WalletApi } from '../mock/wallet-api.ts'
import type { WalletPayment, WalletUser } from '../mock/wallet-wire.ts'
import { PI_TEXTS } from '../texts.ts'
import type { Host, Phase, TransactionOutcome } from './host.ts'

/** The wallet that dialogs and autopilot share: who is signed in, and what needs no answer of the user. */
export type MockWallet = {
  api: WalletApi
  clock: MockClock
  watch: PaymentWatch
  signIn(username: string, scopes: readonly Scope[]): Promise<void>
  user(): Promise<WalletUser | undefined>
  username(): string | undefined
  common: Pick<
    Host,
    | 'communicationInformation'
    | 'preparePaymentFlow'
    | 'decideCallbackRetrial'
    | 'serverActed'
    | 'nativeFeatures'
    | 'copyText'
    | 'openUrl'
    | 'hostApp'
    | 'walletAddresses'
  >
}

type Parts = Pick<MockWallet, 'api' | 'clock' | 'watch'> & { platform: PlatformApi }

export function createMockWallet({ api, clock, watch, platform }: Parts): MockWallet {
  let current: { username: string; accessToken: string } | undefined

  const signedIn = () => {
    if (current == null) throw new Error('No user is signed in: call authenticate first.')
    return current
  }
  const user = async () => {
    const users = await api.users()
    return users.find(({ username }) => username === current?.username)
  }
  return {
    api,
    clock,
    watch,
    user,
    username: () => current?.username,
    async signIn(username, scopes) {
      const { access_token: accessToken } = await api.signIn(username, scopes)
      current = { username, accessToken }
    },
    common: {
      communicationInformation: async () => ({
        accessToken: signedIn().accessToken,
        backendUrl: api.url,
      }),
      async preparePaymentFlow() {
        const { payment } = await platform.incompletePayment(signedIn().accessToken)
        return payment == null ? { pending: false } : { pending: true, pendingPayment: payment }
      },
      decideCallbackRetrial: async (id, phase) => ({
        retry: !isServerDone(await api.payment(id), phase),
      }),
      async serverActed(id, phase, signal) {
        await watch.until(id, (payment) => isServerDone(payment, phase), signal)
      },
      nativeFeatures: async () => ['inline_media', 'request_permission', 'ad_network'],
      copyText: (text) => navigator.clipboard.writeText(text),
      openUrl,
      hostApp: async () => 'pi-browser',
      async walletAddresses() {
        signedIn()
        const { wallet_address: address = null } = (await user()) ?? {}
        return address == null ? [] : [address]
      },
    },
  }
}

/** Whether the app's server needs no further call: it acted, or cannot any more. */
function isServerDone(payment: WalletPayment, phase: Phase): boolean {
  if (isFinal(payment)) return true
  return phase === 'developerApproved' && isApproved(payment)
}

/** How the payment left the wallet, once it did. */
export async function outcomeOf(
  watch: PaymentWatch,
  id: string,
  signal: AbortSignal,
): Promise<TransactionOutcome> {
  const hasLeft = (each: WalletPayment) =>
    isCancelled(each) || isCompleted(each) || each.payment.transaction != null
  const { payment } = await watch.until(id, hasLeft, signal)
  const { transaction } = payment
  return transaction == null ? { cancelled: true } : { txid: transaction.txid }
}

/** Only web pages: a page must not start other programs through the mock. */
async function openUrl(url: string) {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error(PI_TEXTS.openUrlFailed)
  }
  window.open(url, '_blank', 'noopener,noreferrer')
}
