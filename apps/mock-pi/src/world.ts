import type { Settings } from '@aloha-pi/contracts/control'
import type { Network } from '@aloha-pi/contracts/platform'
import { createAdStore, type AdStore } from './ads/ad-store.ts'
import { createAppStore, type AppStore } from './apps/app-store.ts'
import { createClock, type Clock } from './clock/clock.ts'
import type { Ledger } from './ledger/simple-ledger.ts'
import { createMemoryLedger } from './ledger/memory-ledger.ts'
import { createWallet } from './ledger/wallet.ts'
import { createNotificationLog, type NotificationLog } from './notifications/notification-log.ts'
import { documentedPayment, documentedTransaction } from './payments/documented-payment.ts'
import { createPaymentStore, type PaymentStore } from './payments/payment-store.ts'
import { createSeeded, type Seeded } from './seeded.ts'
import { createAccessTokens, type AccessTokens } from './users/access-tokens.ts'
import { createUserStore, DEFAULT_SCOPES, type UserStore } from './users/user-store.ts'

export type WorldOptions = {
  /** Every id, key and token is drawn from it. */
  seed: string
  /** The real time in ms. */
  now: () => number
  /** Names a world; another one at every start and reset. */
  randomId: () => string
  settings: Settings
  /** The network of this world and of every app in it. */
  network: Network
}

/** Everything that the mock knows. `reset` puts all of it back to the start, under a new `worldId`. */
export type World = {
  worldId: string
  network: Network
  clock: Clock
  seeded: Seeded
  settings: Settings
  apps: AppStore
  users: UserStore
  tokens: AccessTokens
  ledger: Ledger
  payments: PaymentStore
  ads: AdStore
  notifications: NotificationLog
  reset(): void
}

/** A world with one app, the users alice and bob, and the documented test payment. */
export function createWorld(options: WorldOptions): World {
  const world: World = {
    ...begin(options),
    reset() {
      Object.assign(world, begin(options))
    },
  }
  return world
}

function begin({ seed, now, randomId, settings, network }: WorldOptions): Omit<World, 'reset'> {
  const clock = createClock(now)
  const seeded = createSeeded(seed)
  const apps = createAppStore(seeded, { firstName: 'demo-app', network })
  const users = createUserStore(seeded)
  const payments = createPaymentStore()
  const alice = addUser('alice')
  addUser('bob')
  payments.save(documentedPayment(apps.first(), alice))
  return {
    worldId: randomId(),
    network,
    clock,
    seeded,
    settings: { ...settings },
    apps,
    users,
    tokens: createAccessTokens(seeded, clock),
    ledger: createMemoryLedger(clock, [documentedTransaction(alice)]),
    payments,
    ads: createAdStore(seeded, clock),
    notifications: createNotificationLog(clock),
  }

  function addUser(username: string) {
    const wallet = createWallet(seeded.bytes(`user:${username}:wallet`, 32))
    const user = users.add({ username, wallet, roles: [], preferredLanguage: 'en' })
    return { username, wallet, uid: users.grant(user, apps.first().id, DEFAULT_SCOPES).uid }
  }
}
