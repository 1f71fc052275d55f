import { createAutopilotHost } from './autopilot.ts'
import { complain, complainAsPi, inform } from './console.ts'
import type { Session } from './flows/session.ts'
import { chooseHost } from './host/choose-host.ts'
import { createDialogsHost } from './host/dialogs/dialogs-host.ts'
import type { Host } from './host/host.ts'
import { createMockWallet } from './host/mock-wallet.ts'
import { createJournal } from './journal.ts'
import { createMockClock } from './mock/clock.ts'
import { createPaymentWatch } from './mock/payment-watch.ts'
import { createPlatformApi } from './mock/platform-api.ts'
import { createReporter } from './mock/send-reports.ts'
import { createWalletApi } from './mock/wallet-api.ts'
import type { WalletAutopilot, WalletState } from './mock/wallet-wire.ts'
import { readAutopilot } from './page-autopilot.ts'
import { createPi } from './pi.ts'
import type { ScriptSettings } from './script-settings.ts'
import type { PiMock } from './surface/autopilot.ts'
import type { PiSdk } from './surface/pi.ts'
import { PI_TEXTS } from './texts.ts'

/** Builds `Pi` and `PiMock` for one page. */
function createPiAndMock(settings: ScriptSettings): { Pi: PiSdk; PiMock: PiMock } {
  const { mockUrl, appId, autopilot, isOutside } = settings
  const api = createWalletApi(mockUrl, appId)
  const clock = createMockClock(api)
  const journal = createJournal(clock.now)
  const send = createReporter(api.report)
  if (!isOutside) journal.onAdd(({ report }) => send(report))

  let ofPage: WalletAutopilot | undefined
  if (autopilot != null && autopilot !== '') ofPage = readAutopilot({ user: autopilot })
  let latest: WalletState | undefined
  const state = () => {
    if (latest == null) throw new Error('The state of the mock was not read')
    return latest
  }
  const rules = () => latest?.autopilot ?? ofPage

  const wallet = createMockWallet({
    api,
    clock,
    watch: createPaymentWatch(api),
    platform: createPlatformApi(mockUrl),
  })
  const dialogs = createDialogsHost({ wallet, journal, state })
  const autopilotHost = createAutopilotHost(wallet, () => {
    const found = rules()
    if (found == null) throw new Error('The autopilot was switched off')
    return found
  })
  const host = chooseHost({
    async readState() {
      latest = await api.state()
      clock.take(latest.clock)
      return latest
    },
    pick: () => (rules() == null ? dialogs : autopilotHost),
    common: dialogs,
  })

  const session: Session = {
    host: isOutside ? createSilentHost() : host,
    clock,
    journal,
    platformAt: createPlatformApi,
    isInitialised: false,
    scopes: [],
    signedIn: undefined,
    onIncompletePaymentFound: undefined,
    nextMessage: 0,
  }
  return {
    Pi: createPi({ session, mockUrl, isOutside }),
    PiMock: {
      autopilot(options) {
        ofPage = options == null ? undefined : readAutopilot(options)
      },
      signOut: dialogs.signOut,
    },
  }
}

/** No one listens: each message is logged as the browser logs it, and no response comes. */
function createSilentHost(): Host {
  const never = () => {
    complainAsPi(PI_TEXTS.outside(location.origin))
    return new Promise<never>(() => undefined)
  }
  return new Proxy({} as Host, { get: () => never })
}

/** Puts both into the page, once. */
export function installPi(settings: ScriptSettings | undefined) {
  if (settings == null) {
    return complain(
      'This script cannot tell where its mock is: load it by <script src="…/pi-sdk.js">.',
    )
  }
  const page = window as unknown as { Pi?: unknown; PiMock?: unknown }
  if (page.PiMock != null) {
    return complain('This script was loaded twice: the first one stays.')
  }
  Object.assign(page, createPiAndMock(settings))
  inform(
    `window.Pi is a mock, played by ${settings.mockUrl}: no real Pi is moved. Not affiliated with Pi Network.`,
  )
}
