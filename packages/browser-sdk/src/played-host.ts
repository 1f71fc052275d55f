import { createAutopilotHost } from './autopilot.ts'
import { chooseHost } from './host/choose-host.ts'
import { createDialogsHost, type DialogsHost } from './host/dialogs/dialogs-host.ts'
import type { Host } from './host/host.ts'
import { createMockWallet } from './host/mock-wallet.ts'
import type { Journal } from './journal.ts'
import type { MockClock } from './mock/clock.ts'
import { createPaymentWatch } from './mock/payment-watch.ts'
import { createPlatformApi } from './mock/platform-api.ts'
import type { WalletApi } from './mock/wallet-api.ts'
import type { WalletAutopilot, WalletState } from './mock/wallet-wire.ts'

export type PlayedHostOptions = {
  api: WalletApi
  clock: MockClock
  /** Shown in a panel; without one there is none. */
  journal?: Journal
  /** Host name of the app's page. */
  appHost: string
  /** The rules of this page; those of the mock decide before them. */
  rulesOfPage?: () => WalletAutopilot | undefined
}

export type PlayedHost = { host: Host; signOut: DialogsHost['signOut']; state: () => WalletState }

/** The Pi Browser as a mock plays it: dialogs for a person, or the rules of an autopilot. */
export function createPlayedHost(options: PlayedHostOptions): PlayedHost {
  const { api, clock, journal, appHost, rulesOfPage } = options
  let latest: WalletState | undefined
  const state = () => {
    if (latest == null) throw new Error('The state of the mock was not read')
    return latest
  }
  const rules = () => latest?.autopilot ?? rulesOfPage?.()
  const wallet = createMockWallet({
    api,
    clock,
    watch: createPaymentWatch(api),
    platform: createPlatformApi(api.url),
  })
  const dialogs = createDialogsHost({
    wallet,
    appHost,
    state,
    ...(journal != null && { journal }),
  })
  const autopilot = createAutopilotHost(wallet, () => {
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
    pick: () => (rules() == null ? dialogs : autopilot),
    common: dialogs,
  })
  return { host, signOut: dialogs.signOut, state }
}
