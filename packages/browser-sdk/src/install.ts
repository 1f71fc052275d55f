import { complain, complainAsPi, inform } from './console.ts'
import type { Session } from './flows/session.ts'
import { findHostPage } from './host/frame/find-host-page.ts'
import { createFrameChannel } from './host/frame/frame-channel.ts'
import { createFrameHost } from './host/frame/frame-host.ts'
import type { Host } from './host/host.ts'
import { createJournal } from './journal.ts'
import { createMockClock } from './mock/clock.ts'
import { createPlatformApi } from './mock/platform-api.ts'
import { createReporter } from './mock/send-reports.ts'
import { createWalletApi } from './mock/wallet-api.ts'
import type { WalletAutopilot } from './mock/wallet-wire.ts'
import { readAutopilot } from './page-autopilot.ts'
import { createPi } from './pi.ts'
import { createPlayedHost } from './played-host.ts'
import type { ScriptSettings } from './script-settings.ts'
import type { PiMock } from './surface/autopilot.ts'
import type { PiSdk } from './surface/pi.ts'
import { PI_TEXTS } from './texts.ts'

/** Marks a page that has both, also for another copy of this script. */
const INSTALLED = Symbol.for('@aloha-pi/browser-sdk')

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
  const hostPage = ofPage == null ? findHostPage(mockUrl) : undefined
  const { host, signOut } = createPlayedHost({
    api,
    clock,
    journal,
    appHost: location.host,
    rulesOfPage: () => ofPage,
  })

  const session: Session = {
    host: isOutside ? createSilentHost() : frameOrPlayed(hostPage, host),
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
        if (hostPage != null) {
          return complainInFrame('autopilot', 'set it with PATCH /_mock/settings')
        }
        ofPage = options == null ? undefined : readAutopilot(options)
      },
      signOut() {
        if (hostPage == null) return signOut()
        complainInFrame('signOut', 'it has a button "Switch user"')
      },
    },
  }
}

function complainInFrame(method: string, instead: string) {
  complain(`PiMock.${method} does nothing in the frame of /host, which serves the app: ${instead}.`)
}

/** In the frame of the mock's host that page responds, and this one asks it by messages. */
function frameOrPlayed(hostPage: string | undefined, played: Host): Host {
  if (hostPage == null) return played
  const channel = createFrameChannel(hostPage)
  return createFrameHost({ channel, platformAt: createPlatformApi, local: played })
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
  const page = window as unknown as { Pi?: unknown; [INSTALLED]?: { Pi: PiSdk } }
  if (page[INSTALLED] != null) {
    // Some apps remove `Pi` and load the script again, until there is one.
    page.Pi ??= page[INSTALLED].Pi
    return complain('This script was loaded twice: the first one stays.')
  }
  const installed = createPiAndMock(settings)
  Object.assign(page, installed, { [INSTALLED]: installed })
  inform(
    `window.Pi is a mock, played by ${settings.mockUrl}: no real Pi is moved. Not affiliated with Pi Network.`,
  )
}
