import { checkOneOf, checkText } from './check-arguments.ts'
import { complain, complainAsPi } from './console.ts'
import { authenticate } from './flows/authenticate.ts'
import { createPayment } from './flows/create-payment.ts'
import { ask, type Session } from './flows/session.ts'
import { signInUrl } from './flows/sign-in.ts'
import type { Host } from './host/host.ts'
import type { Ads, AdType, ShownAd } from './surface/features.ts'
import type { InitOptions, PiSdk } from './surface/pi.ts'
import type { SmartContract } from './surface/smart-contract.ts'
import { NOT_SIMULATED, PI_TEXTS } from './texts.ts'

export type PiOptions = {
  session: Session
  mockUrl: string
  /** As in an ordinary browser at Pi, where no host listens. */
  isOutside: boolean
}

const VERSIONS = ['2.0', '3.0']

/** `window.Pi`. Its methods need no `this`. */
export function createPi({ session, mockUrl, isOutside }: PiOptions): PiSdk {
  let options: string | undefined
  const note = (name: string, detail?: string) =>
    session.journal.add({ kind: 'call', name, ...(detail != null && { detail }) })

  /** Notes a call, and what it fails with. */
  async function noteCall<Result>(name: string, call: () => Promise<Result>, detail?: string) {
    note(name, detail)
    try {
      return await call()
    } catch (error) {
      noteFailure(name, error)
      throw error
    }
  }
  const noteFailure = (name: string, error: unknown) =>
    session.journal.add({ kind: 'error', name, detail: String(error) })

  /** Asks the host, after init. */
  const callHost: CallHost = (name, send) =>
    noteCall(name, async () => {
      if (!session.isInitialised) throw new Error(PI_TEXTS.notInitialised)
      return ask(session, send)
    })

  async function init(given: InitOptions) {
    // Anything may come from a page.
    const { version } = (given ?? {}) as Partial<InitOptions>
    if (!checkOneOf('init', 'options.version', version, VERSIONS)) {
      throw new Error(PI_TEXTS.version)
    }
    if (isOutside) complainAsPi(PI_TEXTS.outside(location.origin))
    const text = JSON.stringify(given)
    if (options != null && options !== text) {
      complain('Pi.init was called before: the other options are ignored.')
    }
    options ??= text
    session.isInitialised = true
  }

  return {
    get initialized() {
      return session.isInitialised
    },
    get consentedScopes() {
      return [...session.scopes]
    },
    init: (options) => noteCall('init', () => init(options)),
    authenticate: (scopes, onIncompletePaymentFound) =>
      noteCall(
        'authenticate',
        () => authenticate(session, scopes, onIncompletePaymentFound),
        Array.isArray(scopes) ? scopes.join(' ') : undefined,
      ),
    createPayment(data, callbacks) {
      note('createPayment', data?.amount == null ? undefined : `amount ${String(data.amount)}`)
      try {
        return createPayment(session, data, callbacks)
      } catch (error) {
        noteFailure('createPayment', error)
        throw error
      }
    },
    signIn(options) {
      note('signIn')
      if (window.parent !== window) {
        complain('Pi.signIn: the page of Pi Sign-in is shown in no frame, and this page is in one.')
      }
      const url = signInUrl(mockUrl, options)
      if (url != null) location.assign(url)
    },
    openShareDialog: async (title, message) => {
      refuseUnless('openShareDialog', [
        checkText('openShareDialog', 'title', title),
        checkText('openShareDialog', 'message', message),
      ])
      await callHost('openShareDialog', (host) => host.openShareDialog(title, message))
    },
    openConversation: async (id) => {
      refuseUnless('openConversation', [checkText('openConversation', 'conversationId', id)])
      await callHost('openConversation', (host) => host.openConversation(id))
    },
    copyText: async (text) => {
      refuseUnless('copyText', [checkText('copyText', 'text', text)])
      await callHost('copyText', (host) => host.copyText(text))
    },
    openUrlInSystemBrowser: (url) =>
      callHost('openUrlInSystemBrowser', (host) => host.openUrl(url)),
    nativeFeaturesList: () => callHost('nativeFeaturesList', (host) => host.nativeFeatures()),
    requestPermission: async (permission) => {
      refuseUnless('requestPermission', [
        checkOneOf('requestPermission', 'permission', permission, ['camera']),
      ])
      return callHost('requestPermission', (host) => host.requestPermission(permission))
    },
    getPiHostAppInfo: async () => ({
      hostApp: await callHost('getPiHostAppInfo', (host) => host.hostApp()),
    }),
    Ads: createAds(session, callHost),
    Wallet: {
      async getUserWalletAddresses() {
        const addresses = await callHost('Wallet.getUserWalletAddresses', (host) =>
          host.walletAddresses(),
        )
        return { wallets: addresses.map((publicKey) => ({ publicKey })) }
      },
    },
    SmartContract: createSmartContract(noteCall),
  }
}

/** The checks have said in the console which argument is wrong. */
function refuseUnless(method: string, checks: readonly boolean[]) {
  if (checks.includes(false)) throw new TypeError(`Pi.${method}: an argument is wrong.`)
}

type CallHost = <Result>(name: string, send: (host: Host) => Promise<Result>) => Promise<Result>

function createAds(session: Session, callHost: CallHost): Ads {
  const check = (method: string, type: AdType) =>
    refuseUnless(`Ads.${method}`, [
      checkOneOf(`Ads.${method}`, 'adType', type, ['interstitial', 'rewarded']),
    ])
  return {
    async isAdReady(type) {
      check('isAdReady', type)
      const ready = await callHost('Ads.isAdReady', (host) => host.isAdReady(type))
      return { success: true, type, ready }
    },
    async requestAd(type) {
      check('requestAd', type)
      const result = await callHost('Ads.requestAd', (host) => host.requestAd(type))
      return { success: true, type, result }
    },
    async showAd(type) {
      check('showAd', type)
      if (type === 'rewarded' && session.signedIn == null && session.isInitialised) {
        return { success: true, type, result: 'USER_UNAUTHENTICATED' }
      }
      const result = await callHost('Ads.showAd', (host) => host.showAd(type))
      // The host returns what the type of the ad allows.
      return { success: true, type, result } as ShownAd
    },
  }
}

type NoteCall = (name: string, call: () => Promise<never>) => Promise<never>

function createSmartContract(noteCall: NoteCall): SmartContract {
  const refuse = (method: string) => () =>
    noteCall(`SmartContract.${method}`, async () => {
      throw new Error(NOT_SIMULATED)
    })
  const ofSubscription = (method: string) => refuse(`Subscription.${method}`)
  return {
    Subscription: {
      registerService: ofSubscription('registerService'),
      getMerchantServices: ofSubscription('getMerchantServices'),
      getService: ofSubscription('getService'),
      subscribe: ofSubscription('subscribe'),
      process: ofSubscription('process'),
      extendSubscription: ofSubscription('extendSubscription'),
      getSubscription: ofSubscription('getSubscription'),
      getSubscriptionReservation: ofSubscription('getSubscriptionReservation'),
      getSubscriberSubscriptions: ofSubscription('getSubscriberSubscriptions'),
      getMerchantSubscriptions: ofSubscription('getMerchantSubscriptions'),
    },
    pollTransaction: refuse('pollTransaction'),
  }
}
