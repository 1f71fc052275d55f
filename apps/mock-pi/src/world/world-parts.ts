import { DEFAULT_WORLD } from '@aloha-pi/contracts/control'
import type { Network, NewFault, Settings } from '@aloha-pi/contracts/wire'
import { createAdStore, type AdStore } from '../ads/ad-store.ts'
import { addApp } from '../apps/add-app.ts'
import { createAppStore, type AppStore } from '../apps/app-store.ts'
import { createClock, type Clock } from '../clock/clock.ts'
import { createRefusalLog, type RefusalLog } from '../explain/refusal-log.ts'
import { createFaultBook, type FaultBook } from '../faults/fault-book.ts'
import { createJournal, type Journal } from '../journal/journal.ts'
import { createLedger } from '../ledger/create-ledger.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { createWallet, type Wallet } from '../ledger/wallet.ts'
import { createNotificationLog, type NotificationLog } from '../notifications/notification-log.ts'
import { documentedPayment } from '../payments/documented-payment.ts'
import { createPaymentStore, type PaymentStore } from '../payments/payment-store.ts'
import { createSdkReportLog, type SdkReportLog } from '../sdk-reports/sdk-report-log.ts'
import { createSeeded, type Seeded } from '../seed/seeded.ts'
import { createAccessTokens, type AccessTokens } from '../users/access-tokens.ts'
import { addUser } from '../users/add-user.ts'
import { createUserStore, DEFAULT_SCOPES, type UserStore } from '../users/user-store.ts'
import type { Limits } from './limits.ts'

export type PartsOptions = {
  /** Default: the name of the world that a mock begins with. */
  name?: string | undefined
  /** Every id, key and token is drawn from it. */
  seed: string
  /** The real time in ms. */
  now: () => number
  /** Names a world; another one at every start and reset. */
  randomId: () => string
  settings: Settings
  /** The instant (ms) at which the clock begins, stopped. Default: it runs with the real time. */
  clockAt?: number | undefined
  /** The network of this world and of every app in it. */
  network: Network
  /** Origins of the pages of the first app. */
  appOrigins?: readonly string[]
  limits: Limits
  /** Faults of a world from its beginning. */
  faults?: readonly NewFault[]
  /** Whether the metadata of a payment can order faults. Default true. */
  magic?: boolean
}

/** What a world consists of. */
export type WorldParts = {
  /** Other worlds of the same mock have other names. */
  readonly name: string
  worldId: string
  /** Every id, key and token to come is drawn from it. */
  seed: string
  network: Network
  limits: Limits
  clock: Clock
  seeded: Seeded
  settings: Settings
  apps: AppStore
  users: UserStore
  tokens: AccessTokens
  ledger: Ledger
  /** Holds what no account holds, and gives it away. */
  faucet: Wallet
  /** Issues assets besides Pi; it is on the chain once it does. */
  issuer: Wallet
  payments: PaymentStore
  ads: AdStore
  /** What pages reported of the browser SDK. */
  sdkReports: SdkReportLog
  notifications: NotificationLog
  /** Trouble on demand. */
  faults: FaultBook
  /** Requests that were refused or met a fault. */
  refusals: RefusalLog
  /** What the mock was asked, and its responses. */
  journal: Journal
}

/** A world with one app, the users alice and bob, and the documented test payment. */
export function beginParts(options: PartsOptions): WorldParts {
  const { name = DEFAULT_WORLD, network, limits } = options
  const clock = createClock(options.now, options.clockAt)
  const seeded = createSeeded(options.seed)
  const settings = { ...options.settings }
  const faucet = createWallet(seeded.bytes('faucet:wallet', 32))
  const ledger = createLedger({
    clock,
    network,
    settings: () => settings,
    faucet: faucet.address,
    ...chainCaps(limits),
  })
  const apps = createAppStore(seeded, network)
  const users = createUserStore(seeded)
  const parts = { ledger, apps, users, seeded }
  const app = addApp(parts, { name: 'demo-app', origins: options.appOrigins })
  const alice = addUser(parts, { username: 'alice' })
  const payer = { ...alice, ...users.grant(alice, app.id, DEFAULT_SCOPES) }
  users.grant(addUser(parts, { username: 'bob' }), app.id, DEFAULT_SCOPES)
  return {
    name,
    worldId: options.randomId(),
    seed: options.seed,
    network,
    limits,
    clock,
    settings,
    ...parts,
    tokens: createAccessTokens({ seeded, clock }, limits.tokens),
    faucet,
    issuer: createWallet(seeded.bytes('issuer:wallet', 32)),
    payments: createPaymentStore(limits, [documentedPayment(app, payer)]),
    ads: createAdStore({ seeded, clock }, limits.ads),
    sdkReports: createSdkReportLog(clock, limits.sdkReports),
    notifications: createNotificationLog(clock, limits.notifiedUsers),
    faults: createFaultBook({
      seeded,
      limit: limits.faults,
      takesOrders: options.magic ?? true,
      rules: options.faults ?? [],
    }),
    refusals: createRefusalLog(clock, limits.refusals),
    journal: createJournal(limits),
  }
}

/** The same parts, which change apart from these. */
export function copyParts(from: WorldParts, options: PartsOptions): WorldParts {
  const { network, limits, faucet, issuer } = from
  const seeded = createSeeded(options.seed)
  const clock = from.clock.copy()
  const settings = { ...from.settings }
  const apps = from.apps.copy(seeded)
  const users = from.users.copy(seeded)
  return {
    name: options.name ?? from.name,
    worldId: options.randomId(),
    seed: options.seed,
    network,
    limits,
    clock,
    seeded,
    settings,
    apps,
    users,
    faucet,
    issuer,
    tokens: from.tokens.copy({ seeded, clock, apps, users }),
    ledger: from.ledger.copy({ clock, settings: () => settings }),
    payments: from.payments.copy(),
    ads: from.ads.copy({ seeded, clock }),
    sdkReports: from.sdkReports.copy(clock),
    notifications: from.notifications.copy(clock),
    faults: from.faults.copy(seeded),
    refusals: createRefusalLog(clock, limits.refusals),
    journal: createJournal(limits),
  }
}

/** What the chain has room for. */
export function chainCaps(limits: Limits) {
  return {
    historyCap: limits.history,
    accountCap: limits.accounts,
    subentryCap: limits.subentries,
    balanceCap: limits.claimableBalances,
  }
}
