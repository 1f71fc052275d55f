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

export type WorldOptions = {
  /** Default: the name of the world that a mock begins with. */
  name?: string | undefined
  /** Every id, key and token is drawn from it. */
  seed: string
  /** The real time in ms. */
  now: () => number
  /** Names a world; another one at every start and reset. */
  randomId: () => string
  settings: Settings
  /** The network of this world and of every app in it. */
  network: Network
  /** Origins of the pages of the first app. */
  appOrigins?: readonly string[]
  limits: Limits
  /** Faults of a world from its beginning. */
  faults?: readonly NewFault[]
  /** Whether the metadata of a payment can order faults. Default true. */
  magic?: boolean
  /** Called with a world that has just begun, also after each reset. */
  prepare?: ((world: World) => void) | undefined
}

/** Everything that the mock knows. `reset` puts all of it back to the start, under a new `worldId`. */
export type World = {
  /** Other worlds of the same mock have other names. */
  readonly name: string
  worldId: string
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
  /** Aborted when a reset has put another world in the place of this one: who waits here waits in vain. */
  ended: AbortSignal
  reset(): void
  /** A copy under another name, apart from this world; its resets lead back to now. Requests and refusals are not copied. */
  fork(name: string): World
  /** Whether the API key or the access token is of this world; a token also when it is not valid any more. */
  knows(credential: Credential): boolean
  /** The same, but for what was copied from another world. */
  made(credential: Credential): boolean
  /** Who waits here waits in vain, and no other world follows. */
  drop(): void
}

/** An API key (`key`) or an access token (`bearer`). */
export type Credential = { scheme: 'key' | 'bearer'; secret: string }

/** What a reset replaces. */
type Parts = Omit<World, 'ended' | 'reset' | 'fork' | 'knows' | 'made' | 'drop'>

/** A world with one app, the users alice and bob, and the documented test payment. */
export function createWorld(options: WorldOptions): World {
  return openWorld(options, () => begin(options))
}

function openWorld(
  options: WorldOptions,
  start: () => Parts,
  isCopied: (credential: Credential) => boolean = () => false,
): World {
  let end = new AbortController()
  const world: World = {
    ...start(),
    ended: end.signal,
    reset() {
      const last = end
      end = new AbortController()
      Object.assign(world, start(), { ended: end.signal })
      options.prepare?.(world)
      last.abort()
    },
    fork(name) {
      // Another seed, so that no key or token of the copy is one that the first world makes later. What prepared the
      // world is in the copy.
      const seed = seedOfFork(options.seed, name)
      const forked = { ...options, name, seed, prepare: undefined }
      const then = copyParts(world, forked)
      return openWorld(
        forked,
        () => copyParts(then, forked),
        (credential) => isIn(then, credential),
      )
    },
    knows: (credential) => isIn(world, credential),
    made: (credential) => isIn(world, credential) && !isCopied(credential),
    drop: () => end.abort(),
  }
  options.prepare?.(world)
  return world
}

function isIn({ apps, tokens }: Parts, { scheme, secret }: Credential): boolean {
  return scheme === 'key' ? apps.findByKey(secret) != null : tokens.isKnown(secret)
}

/** What a fork draws its ids, keys and tokens from. */
export function seedOfFork(seed: string, name: string): string {
  return `${seed} fork ${name}`
}

function begin(options: WorldOptions): Parts {
  const { name = DEFAULT_WORLD, network, limits } = options
  const clock = createClock(options.now)
  const seeded = createSeeded(options.seed)
  const settings = { ...options.settings }
  const faucet = createWallet(seeded.bytes('faucet:wallet', 32))
  const ledger = createLedger({
    clock,
    network,
    settings: () => settings,
    faucet: faucet.address,
    historyCap: limits.history,
    accountCap: limits.accounts,
    subentryCap: limits.subentries,
    balanceCap: limits.claimableBalances,
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

function copyParts(from: Parts, options: WorldOptions): Parts {
  const { network, limits, faucet, issuer } = from
  const seeded = createSeeded(options.seed)
  const clock = from.clock.copy()
  const settings = { ...from.settings }
  const apps = from.apps.copy(seeded)
  const users = from.users.copy(seeded)
  return {
    name: options.name ?? from.name,
    worldId: options.randomId(),
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
