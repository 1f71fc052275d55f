import type { Scope } from '@aloha-pi/contracts/wire'
import type { Journal } from '../../journal.ts'
import { describeFailure } from '../../mock/request.ts'
import type { WalletState, WalletUser } from '../../mock/wallet-wire.ts'
import type { RequestAdResult, ShowAdResult } from '../../surface/features.ts'
import { complain } from '../../console.ts'
import { recall, remember } from '../../storage.ts'
import type { Host, TransactionOutcome } from '../host.ts'
import { outcomeOf, type MockWallet } from '../mock-wallet.ts'
import { askForConsent } from './consent.ts'
import { choose } from './modal.ts'
import { showPanel } from './panel.ts'
import { showPayment } from './payment.ts'
import { createStage } from './stage.ts'

const LAST_USER = 'mock-pi:user'
const REQUEST_RESULTS = [
  'AD_LOADED',
  'AD_FAILED_TO_LOAD',
  'AD_NOT_AVAILABLE',
  'AD_NETWORK_ERROR',
  'ADS_NOT_SUPPORTED',
] as const satisfies RequestAdResult[]
const SHOW_RESULTS = [
  'AD_CLOSED',
  'AD_DISPLAY_ERROR',
  'AD_NETWORK_ERROR',
  'AD_NOT_AVAILABLE',
  'ADS_NOT_SUPPORTED',
] as const satisfies ShowAdResult[]

export type DialogsHostOptions = {
  wallet: MockWallet
  /** Shown in a panel; without one there is none. */
  journal?: Journal
  /** Host name of the app's page. */
  appHost: string
  state: () => WalletState
}

export type DialogsHost = Host & { signOut(): void }

/** The wallet of the person at the screen, as dialogs in the page. */
export function createDialogsHost(options: DialogsHostOptions): DialogsHost {
  const { wallet, journal, appHost, state } = options
  const { api, watch, common } = wallet
  const stage = createStage()
  const lost = new Set<string>()
  const loadedAds = new Set<string>()
  let consenting: Promise<unknown> = Promise.resolve()
  let panel: Promise<void> | undefined
  const signOut = () => remember('session', LAST_USER, undefined)
  const openPanel = async () => {
    if (journal == null) return
    await (panel ??= showPanel({ stage, journal, username: lastUser, signOut }))
  }

  /** Of this world: a new one has other users. */
  function lastUser(): string | undefined {
    const [world, username] = recall('session', LAST_USER)?.split(' ') ?? []
    return world === state().world_id ? username : undefined
  }

  async function signIn(username: string, scopes: readonly Scope[]) {
    await wallet.signIn(username, scopes)
    remember('session', LAST_USER, `${state().world_id} ${username}`)
  }

  /** Without a dialog, when the user of the last time allows all of this already. */
  async function consent(scopes: readonly Scope[]): Promise<{ accepted: boolean }> {
    await openPanel()
    const users = await api.users()
    const selected = lastUser()
    const known = users.find(({ username }) => username === selected)
    if (known != null && allows(known, scopes)) {
      await signIn(known.username, scopes)
      return { accepted: true }
    }
    const accepted = await askForConsent(stage, {
      appName: state().app.name,
      appHost,
      scopes,
      users,
      selected,
      async allow({ username, isNew, scopes }) {
        try {
          if (isNew) await api.createUser(username)
          await signIn(username, scopes)
          return undefined
        } catch (error) {
          return describeFailure(error)
        }
      },
    })
    return { accepted }
  }

  async function waitForTransaction(id: string, signal: AbortSignal): Promise<TransactionOutcome> {
    const outcome = await outcomeOf(watch, id, signal)
    return lost.has(id) ? new Promise(() => undefined) : outcome
  }

  async function loseConnection(id: string, pay: () => Promise<unknown>) {
    lost.add(id)
    try {
      await pay()
    } catch (error) {
      lost.delete(id)
      throw error
    }
  }

  const tell = (title: string, text: string[]) =>
    choose(stage, {
      title,
      text,
      choices: [{ label: 'Close', result: undefined }],
      cancelled: undefined,
    })

  return {
    ...common,
    signOut,
    openConsentModal(scopes) {
      // One at a time: a page that asks twice gets one dialog, and the second answer from what was granted.
      const next = consenting.then(() => consent(scopes))
      consenting = next.catch(() => undefined)
      return next
    },
    async startPaymentFlow({ identifier: id }) {
      await openPanel()
      void showPayment(stage, wallet, {
        id,
        appName: state().app.name,
        loseConnection: (pay) => loseConnection(id, pay),
      }).catch((error: unknown) => complain(`The payment is not shown: ${describeFailure(error)}`))
    },
    waitForTransaction,
    showPrePaymentError: (text) => tell('This payment cannot begin', [text]),
    openShareDialog: (title, message) => tell(title, [message]),
    openConversation: (id) => tell('A conversation opens', [`Pi would open ${id}.`]),
    requestPermission: (permission) =>
      choose(stage, {
        title: `Allow the ${permission}?`,
        text: [`${state().app.name} asks for it. The mock opens nothing.`],
        choices: [
          { label: 'Refuse', result: false },
          { label: 'Allow', result: true },
        ],
        cancelled: false,
      }),
    isAdReady: async (type) => loadedAds.has(type),
    async requestAd(type) {
      const result = await choose<RequestAdResult>(stage, {
        title: 'Load an ad',
        text: [`The app asks for an ad of the kind “${type}”. What does Pi return?`],
        choices: REQUEST_RESULTS.map((result) => ({ label: result, result })),
        cancelled: 'AD_FAILED_TO_LOAD',
      })
      if (result === 'AD_LOADED') loadedAds.add(type)
      return result
    },
    showAd(type) {
      loadedAds.delete(type)
      const results: ShowAdResult[] =
        type === 'rewarded'
          ? ['AD_REWARDED', ...SHOW_RESULTS, 'USER_UNAUTHENTICATED']
          : [...SHOW_RESULTS]
      return choose<ShowAdResult>(stage, {
        title: 'An ad',
        text: [`This stands for an ad of the kind “${type}”. What does Pi return?`],
        choices: results.map((result) => ({ label: result, result })),
        cancelled: 'AD_CLOSED',
      })
    },
  }
}

function allows({ granted_scopes: granted }: WalletUser, scopes: readonly Scope[]): boolean {
  return scopes.every((scope) => granted.includes(scope))
}
